/// Whether code can run as it stands. The verdict takes the place of the status `ok`.
package struct IsCompleteReply: MessageContent {
  package static let messageType = "is_complete_reply"

  /// The verdict on a piece of code.
  package enum Verdict: String, Codable, Sendable {
    case complete, incomplete, invalid, unknown
  }

  package var verdict: Verdict
  /// What to begin the next line with; only with `incomplete`.
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
