/// Tells a new subscriber that it will receive all messages from now on.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#welcome-message
package struct IOPubWelcome: MessageContent {
  package static let messageType = "iopub_welcome"
  package var subscription: String

  package init(subscription: String) { self.subscription = subscription }

  enum CodingKeys: String, CodingKey {
    case subscription
  }
}
