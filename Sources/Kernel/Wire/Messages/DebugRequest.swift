package import SuperposeJSON

/// A request of the Debug Adapter Protocol, as Jupyter carries it.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#debug-request
package struct DebugRequest: RequestContent {
  package typealias Answer = DebugReply
  package static let messageType = "debug_request"
  package var type: String
  package var seq: Int
  package var command: String
  package var arguments: JSONObject

  package init(seq: Int, command: String, arguments: JSONObject = [:]) {
    type = "request"
    self.seq = seq
    self.command = command
    self.arguments = arguments
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = try container.decode(String.self, forKey: .type, or: "request")
    seq = try container.decode(Int.self, forKey: .seq, or: 0)
    command = try container.decode(String.self, forKey: .command)
    arguments = try container.decode(JSONObject.self, forKey: .arguments, or: [:])
  }

  enum CodingKeys: String, CodingKey {
    case type, seq, command, arguments
  }
}

/// A response of the Debug Adapter Protocol.
package struct DebugReply: MessageContent {
  package static let messageType = "debug_reply"
  package var type: String
  package var seq: Int
  package var requestSeq: Int
  package var success: Bool
  package var command: String
  /// Why there is no success.
  package var message: String?
  package var body: JSONObject

  package init(
    seq: Int, requestSeq: Int, command: String, success: Bool = true, message: String? = nil,
    body: JSONObject = [:]
  ) {
    type = "response"
    self.seq = seq
    self.requestSeq = requestSeq
    self.success = success
    self.command = command
    self.message = message
    self.body = body
  }

  enum CodingKeys: String, CodingKey {
    case type, seq
    case requestSeq = "request_seq"
    case success, command, message, body
  }
}

/// An event of the Debug Adapter Protocol.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#debug-event
package struct DebugEvent: MessageContent {
  package static let messageType = "debug_event"
  package var type: String
  package var seq: Int
  package var event: String
  package var body: JSONObject

  package init(seq: Int, event: String, body: JSONObject = [:]) {
    type = "event"
    self.seq = seq
    self.event = event
    self.body = body
  }
}
