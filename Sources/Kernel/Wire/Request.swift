/// The messages that this kernel reads from shell, control and stdin.
package enum Request: Equatable, Sendable {
  case kernelInfo(Message<KernelInfoRequest>)
  case execute(Message<ExecuteRequest>)
  case complete(Message<CompleteRequest>)
  case inspect(Message<InspectRequest>)
  case isComplete(Message<IsCompleteRequest>)
  case history(Message<HistoryRequest>)
  case commInfo(Message<CommInfoRequest>)
  case commOpen(Message<CommOpen>)
  case commMessage(Message<CommMsg>)
  case commClose(Message<CommClose>)
  case connect(Message<ConnectRequest>)
  case shutdown(Message<ShutdownRequest>)
  case interrupt(Message<InterruptRequest>)
  case usage(Message<UsageRequest>)
  case debug(Message<DebugRequest>)
  case inputReply(Message<InputReply>)
  /// A type that this kernel does not know.
  case unknown(Message<RawContent>)

  package init(_ message: Message<RawContent>) throws(WireError) {
    switch message.header.messageType {
    case KernelInfoRequest.messageType: self = .kernelInfo(try message.read())
    case ExecuteRequest.messageType: self = .execute(try message.read())
    case CompleteRequest.messageType: self = .complete(try message.read())
    case InspectRequest.messageType: self = .inspect(try message.read())
    case IsCompleteRequest.messageType: self = .isComplete(try message.read())
    case HistoryRequest.messageType: self = .history(try message.read())
    case CommInfoRequest.messageType: self = .commInfo(try message.read())
    case CommOpen.messageType: self = .commOpen(try message.read())
    case CommMsg.messageType: self = .commMessage(try message.read())
    case CommClose.messageType: self = .commClose(try message.read())
    case ConnectRequest.messageType: self = .connect(try message.read())
    case ShutdownRequest.messageType: self = .shutdown(try message.read())
    case InterruptRequest.messageType: self = .interrupt(try message.read())
    case UsageRequest.messageType: self = .usage(try message.read())
    case DebugRequest.messageType: self = .debug(try message.read())
    case InputReply.messageType: self = .inputReply(try message.read())
    default: self = .unknown(message)
    }
  }
}
