/// A parsed text. Unlike ``JSONValue`` it keeps integers between `Int.max` and `UInt64.max`, as seeds are.
enum JSONTree {
  case scalar(JSONValue)
  case unsigned(UInt64)
  case array([JSONTree])
  case object([String: JSONTree])

  /// The tree of a value.
  init(_ value: JSONValue) {
    switch value {
    case .array(let values): self = .array(values.map(JSONTree.init))
    case .object(let members): self = .object(members.mapValues(JSONTree.init))
    default: self = .scalar(value)
    }
  }

  /// The same as a value, with large integers rounded.
  var value: JSONValue {
    switch self {
    case .scalar(let value): value
    case .unsigned(let number): .number(Double(number))
    case .array(let elements): .array(elements.map(\.value))
    case .object(let members): .object(members.mapValues(\.value))
    }
  }

  var isNull: Bool {
    if case .scalar(.null) = self { true } else { false }
  }

  /// What it is, for messages.
  var kind: String {
    switch self {
    case .scalar(.null): "null"
    case .scalar(.bool): "a boolean"
    case .scalar(.string): "a string"
    case .scalar, .unsigned: "a number"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
