import SuperposeEvaluation
import SuperposeWidgets

extension CommMessage {
  init(_ message: WidgetMessage) {
    let kind: Kind =
      switch message.kind {
      case .open(let target): .open(targetName: target)
      case .message: .message
      case .close: .close
      }
    self.init(
      kind, commID: message.comm, data: message.data, metadata: message.metadata,
      buffers: message.buffers)
  }
}

extension WidgetMessage {
  init(_ message: CommMessage) {
    let kind: Kind =
      switch message.kind {
      case .open(let target): .open(target: target)
      case .message: .message
      case .close: .close
      }
    self.init(
      kind, comm: message.commID, data: message.data, metadata: message.metadata,
      buffers: message.buffers)
  }
}
