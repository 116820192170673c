/// Code that was run before, oldest first.
package struct HistoryReply: MessageContent {
  package static let messageType = "history_reply"
  package var history: [Entry]

  package init(history: [Entry]) { self.history = history }

  enum CodingKeys: String, CodingKey {
    case history
  }

  /// `[session, line, input]`, or `[session, line, [input, output]]` where outputs were asked for.
  package struct Entry: Codable, Equatable, Sendable {
    package var session: Int
    package var line: Int
    package var input: String
    package var output: Output

    /// Whether an entry tells an output, and which.
    package enum Output: Equatable, Sendable {
      case notAsked
      /// `nil` where none was kept.
      case asked(String?)
    }

    package init(session: Int, line: Int, input: String, output: Output = .notAsked) {
      self.session = session
      self.line = line
      self.input = input
      self.output = output
    }

    package init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      session = try container.decode(Int.self)
      line = try container.decode(Int.self)
      if var pair = try? container.nestedUnkeyedContainer() {
        input = try pair.decode(String.self)
        output = .asked(try pair.decodeIfPresent(String.self))
      } else {
        input = try container.decode(String.self)
        output = .notAsked
      }
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      try container.encode(session)
      try container.encode(line)
      switch output {
      case .notAsked: try container.encode(input)
      case .asked(let output):
        var pair = container.nestedUnkeyedContainer()
        try pair.encode(input)
        try pair.encode(output)
      }
    }
  }
}
