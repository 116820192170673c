/// Functions of SuperposeChecks that grade answers. Another declaration of such a name, in a student's
/// cell, would decide what the teacher's later cells check.
public enum ProtectedNames {
  static let functions: Set<String> = ["check", "expect", "expectError"]
  static let types: Set<String> = ["CheckedPoints", "SuperposeChecks"]

  /// A declaration or a call that is refused, in a sentence, with its line.
  public struct Refusal: Sendable, Equatable {
    public let line: Int
    public let reason: String
  }

  /// The first declaration of a cell that a call of a protected function could mean.
  public static func refusal(of source: CellSource) -> Refusal? {
    for declaration in source.declarations where declaration.isProtected {
      return Refusal(
        line: source.place(ofByte: declaration.range.lowerBound).line,
        reason: "'\(declaration.name)' is a name of Superpose that grades answers. Choose another name.")
    }
    return nil
  }

  /// The first call of a protected function that an older variable would take.
  ///
  /// - Parameter variables: Variables of older cells, and what these cells are called.
  public static func refusal(of source: CellSource, variables: [String: String]) -> Refusal? {
    for mention in source.mentions where functions.contains(mention.name) {
      guard let cell = variables[mention.name], source.isCall(mention.range) else { continue }
      return Refusal(
        line: source.place(ofByte: mention.range.lowerBound).line,
        reason: "'\(mention.name)' would call a variable of \(cell) instead of the function that grades "
          + "answers. Rename the variable.")
    }
    return nil
  }
}

extension CellDeclaration {
  fileprivate var isProtected: Bool {
    let isFunction = ProtectedNames.functions.contains(name)
    switch kind {
    case .function(let signature):
      return ProtectedNames.functions.contains(signature.baseName) && signature.beginsLikeACheck
    case .type, .other: return isFunction || ProtectedNames.types.contains(name)
    case .variable, .computedVariable, .extension: return false
    }
  }
}

extension FunctionSignature {
  /// Whether a call of a function that grades could mean this one: its first argument has no label, or
  /// all arguments may be left out.
  fileprivate var beginsLikeACheck: Bool {
    guard let first = parameters.first(where: { !$0.hasDefault }) ?? parameters.first else { return false }
    return first.label == "_" || parameters.contains { $0.label == "_" }
  }
}

extension CellSource {
  /// Whether an opening parenthesis or brace follows a name.
  fileprivate func isCall(_ range: Range<Int>) -> Bool {
    let rest = text.utf8.dropFirst(range.upperBound).first { $0 != UInt8(ascii: " ") }
    return rest == UInt8(ascii: "(") || rest == UInt8(ascii: "{")
  }
}
