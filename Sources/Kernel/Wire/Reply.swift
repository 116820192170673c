/// A reply with its `status`.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#request-reply
package enum Reply<Content: MessageContent>: MessageContent {
  case ok(Content)
  case error(ErrorDetails)
  /// The request was queued after one that failed, and was not run.
  case aborted

  package static var messageType: String { Content.messageType }

  enum CodingKeys: String, CodingKey {
    case status
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(String.self, forKey: .status) {
    case "error": self = .error(try ErrorDetails(from: decoder))
    case "aborted": self = .aborted
    // `ok`, or the status of the content (`is_complete_reply`).
    default: self = .ok(try Content(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .ok(let content):
      try container.encode("ok", forKey: .status)
      try content.encode(to: encoder)
    case .error(let details):
      try container.encode("error", forKey: .status)
      try details.encode(to: encoder)
    case .aborted:
      try container.encode("aborted", forKey: .status)
    }
  }
}

/// An error in replies and `error` messages. All fields are always present.
package struct ErrorDetails: Codable, Equatable, Sendable {
  /// The kind of error.
  package var name: String
  /// One sentence or more.
  package var value: String
  /// Lines to show, never empty.
  package var traceback: [String]
  /// The prompt number, in replies to `execute_request` only.
  package var executionCount: Int?

  package init(name: String, value: String, traceback: [String], executionCount: Int? = nil) {
    self.name = name
    self.value = value
    self.traceback = traceback
    self.executionCount = executionCount
  }

  enum CodingKeys: String, CodingKey {
    case name = "ename"
    case value = "evalue"
    case traceback
    case executionCount = "execution_count"
  }
}
