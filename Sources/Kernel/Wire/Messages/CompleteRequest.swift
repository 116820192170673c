package import SuperposeJSON

/// Requests completions at the cursor.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#completion
package struct CompleteRequest: RequestContent {
  package typealias Answer = CompleteReply
  package static let messageType = "complete_request"
  package var code: String
  /// Unicode scalars from the start; default and greatest value: the end of `code`.
  package var cursorPosition: Int

  package init(code: String, cursorPosition: Int? = nil) {
    self.code = code
    let end = code.unicodeScalars.count
    self.cursorPosition = min(max(0, cursorPosition ?? end), end)
  }

  enum CodingKeys: String, CodingKey {
    case code
    case cursorPosition = "cursor_pos"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      code: try container.decode(String.self, forKey: .code),
      cursorPosition: try container.decodeIfPresent(Int.self, forKey: .cursorPosition))
  }
}

/// Completions.
package struct CompleteReply: MessageContent {
  package static let messageType = "complete_reply"
  package var matches: [String]
  /// The range that a match replaces, in Unicode scalars.
  package var cursorStart: Int
  package var cursorEnd: Int
  package var metadata: JSONObject

  package init(matches: [String], cursorStart: Int, cursorEnd: Int, metadata: JSONObject = [:]) {
    self.matches = matches
    self.cursorStart = cursorStart
    self.cursorEnd = cursorEnd
    self.metadata = metadata
  }

  enum CodingKeys: String, CodingKey {
    case matches
    case cursorStart = "cursor_start"
    case cursorEnd = "cursor_end"
    case metadata
  }
}
