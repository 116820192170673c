package import SuperposeJSON

/// The value of a cell's last expression.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#id6
package struct ExecuteResult: MessageContent {
  package static let messageType = "execute_result"
  package var executionCount: Int
  package var data: JSONObject
  package var metadata: JSONObject
  /// Only for a result that can be updated.
  package var transient: Transient?

  package init(
    executionCount: Int, data: JSONObject, metadata: JSONObject = [:], transient: Transient? = nil
  ) {
    self.executionCount = executionCount
    self.data = data
    self.metadata = metadata
    self.transient = transient
  }

  enum CodingKeys: String, CodingKey {
    case executionCount = "execution_count"
    case data, metadata, transient
  }
}
