/// Asks which comms are open.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#comm-info
package struct CommInfoRequest: RequestContent {
  package typealias Answer = CommInfoReply
  package static let messageType = "comm_info_request"
  /// Only comms of this target; default: all.
  package var targetName: String?

  package init(targetName: String? = nil) { self.targetName = targetName }

  enum CodingKeys: String, CodingKey {
    case targetName = "target_name"
  }
}

/// The comms that are open, by id.
package struct CommInfoReply: MessageContent {
  package static let messageType = "comm_info_reply"
  package var comms: [String: Comm]

  package init(comms: [String: Comm]) { self.comms = comms }

  /// One open comm.
  package struct Comm: Codable, Equatable, Sendable {
    package var targetName: String

    package init(targetName: String) { self.targetName = targetName }

    enum CodingKeys: String, CodingKey {
      case targetName = "target_name"
    }
  }

  enum CodingKeys: String, CodingKey {
    case comms
  }
}
