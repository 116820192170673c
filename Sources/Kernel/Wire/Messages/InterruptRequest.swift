/// Asks to end the running cell.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#kernel-interrupt
package struct InterruptRequest: RequestContent {
  package typealias Answer = InterruptReply
  package static let messageType = "interrupt_request"
  package init() {}
}

/// The interrupt was accepted.
package struct InterruptReply: MessageContent {
  package static let messageType = "interrupt_reply"
  package init() {}
}
