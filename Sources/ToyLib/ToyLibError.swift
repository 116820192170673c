/// An error of ToyLib. Its description is a full sentence.
public enum ToyLibError: Error, Hashable, Sendable {
  /// A parameter has a value that is not allowed.
  case invalid(parameter: String, value: String, allowed: String)
  /// Two values that must match have different shapes.
  case mismatch(what: String, expected: String, found: String)
  /// A file has unexpected contents.
  case damaged(file: String, reason: String)
}

extension ToyLibError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalid(let parameter, let value, let allowed):
      "\(parameter) is \(value), but must be \(allowed)."
    case .mismatch(let what, let expected, let found):
      "\(what): expected \(expected), found \(found)."
    case .damaged(let file, let reason):
      "\(file) cannot be read: \(reason)."
    }
  }
}

/// Throws `ToyLibError.invalid` for the parameter `name` unless `condition` is true.
package func require(
  _ condition: Bool, _ name: String, _ value: some Any, _ allowed: String
) throws(ToyLibError) {
  guard condition else {
    throw .invalid(parameter: name, value: "\(value)", allowed: allowed)
  }
}
