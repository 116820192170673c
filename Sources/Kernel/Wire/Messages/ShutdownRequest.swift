/// Asks the kernel to end.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#kernel-shutdown
package struct ShutdownRequest: RequestContent {
  package typealias Answer = ShutdownReply
  package static let messageType = "shutdown_request"
  /// Whether the client starts another kernel in its place; default false.
  package var restart: Bool

  package init(restart: Bool = false) { self.restart = restart }

  enum CodingKeys: String, CodingKey {
    case restart
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    restart = try container.decode(Bool.self, forKey: .restart, or: false)
  }
}

/// The kernel is about to end: sent to the client that asked and to all on iopub.
package struct ShutdownReply: MessageContent {
  package static let messageType = "shutdown_reply"
  package var restart: Bool

  package init(restart: Bool) { self.restart = restart }

  enum CodingKeys: String, CodingKey {
    case restart
  }
}
