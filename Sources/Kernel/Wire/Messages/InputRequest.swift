/// Asks the user for a line, on the stdin channel.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html, "Messages on the stdin
/// channel"
package struct InputRequest: MessageContent {
  package static let messageType = "input_request"
  package var prompt: String
  package var password: Bool

  package init(prompt: String, password: Bool) {
    self.prompt = prompt
    self.password = password
  }

  enum CodingKeys: String, CodingKey {
    case prompt, password
  }
}
