/// Clears the cell's outputs; with `wait`, when the next output arrives.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#clear-output
package struct ClearOutput: MessageContent {
  package static let messageType = "clear_output"
  package var wait: Bool

  package init(wait: Bool) { self.wait = wait }

  enum CodingKeys: String, CodingKey {
    case wait
  }
}
