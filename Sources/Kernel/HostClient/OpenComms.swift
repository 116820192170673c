package import SuperposeEvaluation
internal import SuperposeJSON

/// The comms between front ends and the cell host.
package struct OpenComms: Sendable {
  /// Target names by comm id.
  package private(set) var targets: [String: String] = [:]

  package init() {}

  /// Records a message that was sent in either direction.
  package mutating func note(_ message: CommMessage) {
    switch message.kind {
    case .open(let target): targets[message.commID] = target
    case .message: break
    case .close: targets[message.commID] = nil
    }
  }

  /// The maximum total size of a message's buffers, in bytes.
  static let bufferLimit = 64 << 20
  /// The maximum nesting depth of a message's JSON. Decoders fail a few hundred levels deeper.
  package static let depthLimit = 100

  /// The reason to reject a front end's message before it reaches the host; `nil` if it is valid.
  package func refusal(of message: CommMessage) -> String? {
    let size = message.buffers.reduce(0) { $0 + $1.count }
    switch message.kind {
    case .open:
      if targets[message.commID] != nil { return "the comm '\(message.commID)' is already open" }
    case .message, .close:
      if targets[message.commID] == nil { return "no comm '\(message.commID)' is open" }
    }
    if size > Self.bufferLimit {
      return "a comm message has \(size) bytes of buffers; the limit is \(Self.bufferLimit)"
    }
    if !JSONValue.object(message.data).nests(atMost: Self.depthLimit) {
      return "the data of a comm message are nested more than \(Self.depthLimit) levels deep"
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
