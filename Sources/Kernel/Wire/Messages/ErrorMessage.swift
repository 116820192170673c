/// The error that ended a cell (`error` on the wire).
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#execution-errors
package struct ErrorMessage: MessageContent {
  package static let messageType = "error"
  package var details: ErrorDetails

  package init(_ details: ErrorDetails) {
    self.details = details
    self.details.executionCount = nil
  }

  package init(from decoder: any Decoder) throws { details = try ErrorDetails(from: decoder) }

  package func encode(to encoder: any Encoder) throws { try details.encode(to: encoder) }
}
