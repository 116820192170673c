package import SuperposeJSON

/// The content of a message.
package protocol MessageContent: Codable, Equatable, Sendable {
  /// The name on the wire, such as `execute_request`.
  static var messageType: String { get }
}

/// Content of a request, with its type of reply.
package protocol RequestContent: MessageContent {
  associatedtype Answer: MessageContent
}

/// A received message.
package struct Message<Content: Sendable>: Sendable {
  /// The routing frames, to which the reply is sent.
  package var identities: [[UInt8]]
  package var header: Header
  /// The header as the sender wrote it: the parent of every reply.
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

  /// The same message with its content decoded as another type.
  package func with<Other: Sendable>(content: Other) -> Message<Other> {
    Message<Other>(
      identities: identities, header: header, ownHeader: ownHeader, parentHeader: parentHeader,
      metadata: metadata, content: content, buffers: buffers)
  }
}

extension Message: Equatable where Content: Equatable {}

extension Message where Content: RequestContent {
  /// The reply to this request, addressed to its sender.
  package func reply(
    with answer: Reply<Content.Answer>, metadata: JSONObject = [:]
  ) -> Draft<Reply<Content.Answer>> {
    Draft(
      identities: identities, parentHeader: ownHeader, metadata: metadata, content: answer)
  }
}

/// An outgoing message without its header, which is added when it is sent.
package struct Draft<Content: MessageContent>: Equatable, Sendable {
  /// The content's type, except in a reply to a request that could not be read.
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
