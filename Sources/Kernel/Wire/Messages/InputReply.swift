/// The line that the user typed.
package struct InputReply: MessageContent {
  package static let messageType = "input_reply"
  package var value: String

  package init(value: String) { self.value = value }

  /// The value that says the user ended the input: the character that Ctrl-D makes.
  package static let endOfInput = "\u{4}"

  enum CodingKeys: String, CodingKey {
    case value
  }
}
