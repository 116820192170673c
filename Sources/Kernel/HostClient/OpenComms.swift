internal import SuperposeEvaluation
internal import SuperposeJSON

/// The comms between front ends and the cell host.
struct OpenComms: Sendable {
  /// Target names by comm id.
  private(set) var targets: [String: String] = [:]

  /// Takes note of a message that was sent, in either direction.
  mutating func note(_ message: CommMessage) {
    switch message.kind {
    case .open(let target): targets[message.commID] = target
    case .message: break
    case .close: targets[message.commID] = nil
    }
  }

  /// Bytes beside one message that the host takes.
  static let bufferLimit = 64 << 20
  /// How deeply one message's JSON may nest; decoders give up a few hundred levels deeper.
  static let depthLimit = 100

  /// Why a front end's message is not even shown to the host; `nil` when it may be.
  func refusal(of message: CommMessage) -> String? {
    let size = message.buffers.reduce(0) { $0 + $1.count }
    switch message.kind {
    case .open:
      if targets[message.commID] != nil { return "the comm '\(message.commID)' is open already" }
    case .message, .close:
      if targets[message.commID] == nil { return "no comm '\(message.commID)' is open" }
    }
    if size > Self.bufferLimit {
      return "a comm message brings \(size) bytes; at most \(Self.bufferLimit) are taken"
    }
    if !JSONValue.object(message.data).nests(atMost: Self.depthLimit) {
      return "a comm message's data nest more than \(Self.depthLimit) levels deep"
    }
    return nil
  }
}

extension JSONValue {
  fileprivate func nests(atMost levels: Int) -> Bool {
    switch self {
    case .array(let items): levels > 0 && items.allSatisfy { $0.nests(atMost: levels - 1) }
    case .object(let members):
      levels > 0 && members.values.allSatisfy { $0.nests(atMost: levels - 1) }
    default: true
    }
  }
}
