package import SuperposeJSON

/// What a message says, beside who says it.
package protocol MessageContent: Codable, Equatable, Sendable {
  /// The name on the wire, such as `execute_request`.
  static var messageType: String { get }
}

/// Content that asks for an answer of one kind.
package protocol RequestContent: MessageContent {
  associatedtype Answer: MessageContent
}

/// A message as it was received.
package struct Message<Content: Sendable>: Sendable {
  /// The routing frames: who to send the reply to.
  package var identities: [[UInt8]]
  package var header: Header
  /// The header as the sender wrote it: the parent of every answer.
  package var ownHeader: ParentHeader
  package var parentHeader: ParentHeader
  package var metadata: JSONObject
  package var content: Content
  package var buffers: [[UInt8]]

  package init(
    identities: [[UInt8]], header: Header, ownHeader: ParentHeader,
    parentHeader: ParentHeader = .none, metadata: JSONObject = [:], content: Content,
    buffers: [[UInt8]] = []
  ) {
    self.identities = identities
    self.header = header
    self.ownHeader = ownHeader
    self.parentHeader = parentHeader
    self.metadata = metadata
    self.content = content
    self.buffers = buffers
  }

  /// The same message with its content read differently.
  package func with<Other: Sendable>(content: Other) -> Message<Other> {
    Message<Other>(
      identities: identities, header: header, ownHeader: ownHeader, parentHeader: parentHeader,
      metadata: metadata, content: content, buffers: buffers)
  }
}

extension Message: Equatable where Content: Equatable {}

extension Message where Content: RequestContent {
  /// The answer to this request, addressed to its sender.
  package func reply(
    with answer: Reply<Content.Answer>, metadata: JSONObject = [:]
  ) -> Draft<Reply<Content.Answer>> {
    Draft(
      identities: identities, parentHeader: ownHeader, metadata: metadata, content: answer)
  }
}

/// A message still to be sent: all of it but the header, which the sender stamps.
package struct Draft<Content: MessageContent>: Equatable, Sendable {
  /// The content's own type, except for an answer to a request that could not be read.
  package var messageType = Content.messageType
  /// The routing frames; on iopub the one topic frame.
  package var identities: [[UInt8]]
  package var parentHeader: ParentHeader
  package var metadata: JSONObject
  package var content: Content
  package var buffers: [[UInt8]]

  package init(
    identities: [[UInt8]] = [], parentHeader: ParentHeader = .none, metadata: JSONObject = [:],
    content: Content, buffers: [[UInt8]] = []
  ) {
    self.identities = identities
    self.parentHeader = parentHeader
    self.metadata = metadata
    self.content = content
    self.buffers = buffers
  }
}
