/// Whether code is complete. The result replaces the status `ok`.
package struct IsCompleteReply: MessageContent {
  package static let messageType = "is_complete_reply"

  /// The result of the check.
  package enum Verdict: String, Codable, Sendable {
    case complete, incomplete, invalid, unknown
  }

  package var verdict: Verdict
  /// The indentation of the next line; only with `incomplete`.
  package var indent: String?

  package init(_ verdict: Verdict, indent: String? = nil) {
    self.verdict = verdict
    self.indent = indent
  }

  enum CodingKeys: String, CodingKey {
    case verdict = "status"
    case indent
  }
}
