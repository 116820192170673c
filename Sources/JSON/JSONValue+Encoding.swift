internal import Foundation

extension JSONValue {
  /// The JSON of any encodable value. Throws what its `encode(to:)` throws, and for numbers that are
  /// not finite.
  package init(encoding value: some Encodable) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(value))
  }

  /// The value of a decodable type whose JSON this is.
  package func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: JSONEncoder().encode(self))
  }
}
