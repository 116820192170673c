import FoundationEssentials
package import SuperposeWire

/// Adds headers to the kernel's messages and signs them. One session for the life of the process.
package struct Author: Sendable {
  /// The session id of this process; clients detect a restart when it changes.
  package let session: String
  private let username: String
  private let writer: MessageWriter

  package init(key: MessageKey, username: String = "kernel") {
    session = UUID().uuidString.lowercased()
    self.username = username
    writer = MessageWriter(key: key)
  }

  /// The frames of `draft` with a new header.
  package func frames<Content>(
    of draft: Draft<Content>, id: MessageID = Author.newID()
  ) throws -> [[UInt8]] {
    let header = Header(
      messageID: id, session: session, username: username, date: Header.timestamp(.now),
      messageType: draft.messageType)
    return try writer.frames(of: draft, header: header)
  }

  /// A new, unique message id.
  package static func newID() -> MessageID {
    MessageID(rawValue: UUID().uuidString.lowercased())
  }

  /// The frames of `draft` for iopub, with its type as topic.
  func broadcast<Content>(_ draft: Draft<Content>) throws -> [[UInt8]] {
    var draft = draft
    draft.identities = [Array("kernel.\(session).\(draft.messageType)".utf8)]
    return try frames(of: draft)
  }

  /// The first message to a new subscriber, whose topic is its subscription.
  ///
  /// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#welcome-message
  package func welcome(to topic: [UInt8]) -> [[UInt8]]? {
    guard let subscription = String(validating: topic, as: UTF8.self) else { return nil }
    return try? frames(
      of: Draft(identities: [topic], content: IOPubWelcome(subscription: subscription)))
  }
}
