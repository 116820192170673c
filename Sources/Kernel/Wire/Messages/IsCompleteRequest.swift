/// Asks whether code is complete.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#code-completeness
package struct IsCompleteRequest: RequestContent {
  package typealias Answer = IsCompleteReply
  package static let messageType = "is_complete_request"
  package var code: String

  package init(code: String) { self.code = code }

  enum CodingKeys: String, CodingKey {
    case code
  }
}
