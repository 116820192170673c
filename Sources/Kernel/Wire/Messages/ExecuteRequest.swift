/// Asks to run a cell.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#execute
package struct ExecuteRequest: RequestContent {
  package typealias Answer = ExecuteReply
  package static let messageType = "execute_request"
  package var code: String
  /// No output is shown and nothing is remembered; default false.
  package var silent: Bool
  /// Whether the code is remembered and counted; default true, never when silent.
  package var storeHistory: Bool
  /// Expressions to evaluate after success; default none.
  package var userExpressions: [String: String]
  /// Whether the client answers `input_request`; default false.
  package var allowStdin: Bool
  /// Whether an error aborts the requests queued behind this one; default true.
  package var stopOnError: Bool

  package init(
    code: String, silent: Bool = false, storeHistory: Bool = true,
    userExpressions: [String: String] = [:], allowStdin: Bool = false, stopOnError: Bool = true
  ) {
    self.code = code
    self.silent = silent
    self.storeHistory = storeHistory && !silent
    self.userExpressions = userExpressions
    self.allowStdin = allowStdin
    self.stopOnError = stopOnError
  }

  enum CodingKeys: String, CodingKey {
    case code, silent
    case storeHistory = "store_history"
    case userExpressions = "user_expressions"
    case allowStdin = "allow_stdin"
    case stopOnError = "stop_on_error"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      code: try container.decode(String.self, forKey: .code),
      silent: try container.decode(Bool.self, forKey: .silent, or: false),
      storeHistory: try container.decode(Bool.self, forKey: .storeHistory, or: true),
      userExpressions: try container.decode(
        [String: String].self, forKey: .userExpressions, or: [:]),
      allowStdin: try container.decode(Bool.self, forKey: .allowStdin, or: false),
      stopOnError: try container.decode(Bool.self, forKey: .stopOnError, or: true))
  }
}
