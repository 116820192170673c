/// Text that a cell printed.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#streams-stdout-stderr-etc
package struct Stream: MessageContent {
  package static let messageType = "stream"
  /// `stdout` or `stderr`.
  package var name: String
  package var text: String

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }

  enum CodingKeys: String, CodingKey {
    case name, text
  }
}
