package import SuperposeJSON

/// An error that prevents a kernel from starting or from being installed.
package enum SessionError: Error, Equatable, Sendable {
  case unreadable(path: String, reason: String)
  /// A member of the connection file has a wrong type or value.
  case wrongMember(String, expected: String, found: JSONValue?)
  /// A kernelspec's name may contain only letters, digits, `.`, `_` and `-`.
  case wrongName(String)
  case unwritable(path: String, reason: String)
}

extension SessionError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path, let reason): "\(path) could not be read: \(reason)"
    case .wrongMember(let member, let expected, let found):
      """
      connection file: expected \(expected) at \(member), \
      found \(found.map(Self.text) ?? "nothing")
      """
    case .wrongName(let name):
      """
      a kernel's name is made of letters, digits, '.', '_' and '-', and begins with a letter or a \
      digit: found '\(name)'
      """
    case .unwritable(let path, let reason):
      "\(path) could not be written: \(reason). Choose another folder with --prefix."
    }
  }

  /// The value as the file has it.
  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .string(let text): "'\(text)'"
    case .bool(let bool): "\(bool)"
    case .null: "null"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
