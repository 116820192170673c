package import FoundationEssentials
package import SuperposeJSON

/// The header of a message: sender, date and type.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#message-header
package struct Header: Equatable, Sendable {
  package var messageID: MessageID
  /// The session id of the sending process; clients detect a restart when it changes.
  package var session: String
  package var username: String
  /// ISO 8601 with a zone.
  package var date: String
  package var messageType: String
  package var version: String

  package init(
    messageID: MessageID, session: String, username: String, date: String, messageType: String,
    version: String = Header.protocolVersion
  ) {
    self.messageID = messageID
    self.session = session
    self.username = username
    self.date = date
    self.messageType = messageType
    self.version = version
  }

  /// The version of the protocol that this kernel speaks.
  package static let protocolVersion = "5.5"

  /// `date` in header format: ISO 8601 with fractional seconds and `Z`.
  package static func timestamp(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}

extension Header: Codable {
  enum CodingKeys: String, CodingKey {
    case messageID = "msg_id"
    case session, username, date
    case messageType = "msg_type"
    case version
  }

  /// Only `msg_id` and `msg_type` are required, because minimal clients omit the rest.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    messageID = try container.decode(MessageID.self, forKey: .messageID)
    messageType = try container.decode(String.self, forKey: .messageType)
    session = try container.decode(String.self, forKey: .session, or: "")
    username = try container.decode(String.self, forKey: .username, or: "")
    date = try container.decode(String.self, forKey: .date, or: "")
    version = try container.decode(String.self, forKey: .version, or: "")
  }
}

/// The header of a message's parent, unchanged.
///
/// A copy of all members, including unknown ones (`subshell_id`). Empty when there is no parent,
/// and never null: that crashes clients. Source:
/// https://github.com/jupyter-server/jupyter_server/issues/1497
package struct ParentHeader: Equatable, Sendable, Codable {
  package var members: JSONObject

  package init(_ members: JSONObject = [:]) { self.members = members }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    members = container.decodeNil() ? [:] : try container.decode(JSONObject.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(members)
  }

  /// The parent's `msg_id`, if it has one.
  package var messageID: MessageID? { members["msg_id"]?.string.map(MessageID.init(rawValue:)) }

  package static let none = ParentHeader()
}
