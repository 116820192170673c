/// The state of the kernel, published on iopub around every request.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#kernel-status
package struct Status: MessageContent {
  package static let messageType = "status"

  /// The states of a kernel.
  package enum ExecutionState: String, Codable, Sendable {
    case starting, busy, idle
  }

  package var executionState: ExecutionState

  package init(_ executionState: ExecutionState) { self.executionState = executionState }

  enum CodingKeys: String, CodingKey {
    case executionState = "execution_state"
  }
}
