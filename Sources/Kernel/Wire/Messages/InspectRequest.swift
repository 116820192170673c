package import SuperposeJSON

/// Requests documentation of the name at the cursor.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#introspection
package struct InspectRequest: RequestContent {
  package typealias Answer = InspectReply
  package static let messageType = "inspect_request"
  package var code: String
  /// Unicode scalars from the start; default and greatest value: the end of `code`.
  package var cursorPosition: Int
  /// 0 for documentation, 1 for the source too; default 0.
  package var detailLevel: Int

  package init(code: String, cursorPosition: Int? = nil, detailLevel: Int = 0) {
    self.code = code
    let end = code.unicodeScalars.count
    self.cursorPosition = min(max(0, cursorPosition ?? end), end)
    self.detailLevel = detailLevel
  }

  enum CodingKeys: String, CodingKey {
    case code
    case cursorPosition = "cursor_pos"
    case detailLevel = "detail_level"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      code: try container.decode(String.self, forKey: .code),
      cursorPosition: try container.decodeIfPresent(Int.self, forKey: .cursorPosition),
      detailLevel: try container.decode(Int.self, forKey: .detailLevel, or: 0))
  }
}

/// Documentation of a name.
package struct InspectReply: MessageContent {
  package static let messageType = "inspect_reply"
  package var found: Bool
  package var data: JSONObject
  package var metadata: JSONObject

  package init(found: Bool, data: JSONObject = [:], metadata: JSONObject = [:]) {
    self.found = found
    self.data = data
    self.metadata = metadata
  }

  enum CodingKeys: String, CodingKey {
    case found, data, metadata
  }
}
