public import SuperposeJSON

/// A question about the values of variables. Every answer is an output of its own: first an empty object,
/// so that it is known that the question has begun, then one or more ``VariableSummary`` or a display.
public enum VariableQuery: Sendable, Codable, Equatable {
  /// A summary of each variable, in this order.
  case summaries([StoredVariable])
  /// The parts of the value that the numbers of parts lead to.
  case parts(StoredVariable, path: [Int])
  /// What the process trains with, then the trained models in each variable that holds some.
  case models([StoredVariable])
  /// What the notebook would show.
  case display(StoredVariable)
}

/// A variable and the place where its value is.
public struct StoredVariable: Sendable, Codable, Equatable {
  public var name: String
  /// Its mangled name.
  public var symbol: String

  public init(name: String, symbol: String) {
    self.name = name
    self.symbol = symbol
  }
}

/// A value in one line.
public struct VariableSummary: Sendable, Equatable {
  public var name: String
  /// `nil` when the runtime does not know the type.
  public var type: String?
  public var value: String
  public var size: String
  public var hasParts: Bool

  public init(name: String, type: String?, value: String, size: String = "", hasParts: Bool = false) {
    self.name = name
    self.type = type
    self.value = value
    self.size = size
    self.hasParts = hasParts
  }
}

extension VariableSummary {
  /// As the answer to a query.
  public var json: JSONObject {
    [
      "name": .string(name), "type": type.map { .string($0) } ?? .null, "value": .string(value),
      "size": .string(size), "hasParts": .bool(hasParts),
    ]
  }

  /// `nil` for the answer that only says that the query has begun.
  public init?(json: JSONObject) {
    guard let name = json["name"]?.string, let value = json["value"]?.string else { return nil }
    self.init(
      name: name, type: json["type"]?.string, value: value, size: json["size"]?.string ?? "",
      hasParts: json["hasParts"]?.bool ?? false)
  }
}
