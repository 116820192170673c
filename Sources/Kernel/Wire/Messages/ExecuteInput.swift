/// The code that is about to run, for every client to see.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#code-inputs
package struct ExecuteInput: MessageContent {
  package static let messageType = "execute_input"
  package var code: String
  package var executionCount: Int

  package init(code: String, executionCount: Int) {
    self.code = code
    self.executionCount = executionCount
  }

  enum CodingKeys: String, CodingKey {
    case code
    case executionCount = "execution_count"
  }
}
