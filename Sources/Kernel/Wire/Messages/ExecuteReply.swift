package import SuperposeJSON

/// A cell has run to its end.
package struct ExecuteReply: MessageContent {
  package static let messageType = "execute_reply"
  package var executionCount: Int
  package var payload: [JSONObject]
  /// A value or an error for each expression asked for.
  package var userExpressions: [String: UserExpression]

  package init(
    executionCount: Int, payload: [JSONObject] = [],
    userExpressions: [String: UserExpression] = [:]
  ) {
    self.executionCount = executionCount
    self.payload = payload
    self.userExpressions = userExpressions
  }

  enum CodingKeys: String, CodingKey {
    case executionCount = "execution_count"
    case payload
    case userExpressions = "user_expressions"
  }
}

/// The result of one of a request's expressions.
package enum UserExpression: Codable, Equatable, Sendable {
  case ok(data: JSONObject, metadata: JSONObject)
  case error(ErrorDetails)

  enum CodingKeys: String, CodingKey {
    case status, data, metadata
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if try container.decode(String.self, forKey: .status) == "ok" {
      self = .ok(
        data: try container.decode(JSONObject.self, forKey: .data),
        metadata: try container.decode(JSONObject.self, forKey: .metadata))
    } else {
      self = .error(try ErrorDetails(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .ok(let data, let metadata):
      try container.encode("ok", forKey: .status)
      try container.encode(data, forKey: .data)
      try container.encode(metadata, forKey: .metadata)
    case .error(let details):
      try container.encode("error", forKey: .status)
      try details.encode(to: encoder)
    }
  }
}
