internal import SwiftSyntax

/// The variables that a `guard` at the top level binds, so that later cells can use them.
///
/// The compiler does not show them to other modules. So the statement becomes the body of a closure that returns them:
/// `let x = try { () throws in guard let x = f() else { … }; return x }()`.
struct GuardBindings {
  let names: [String]
  let insertions: [CellSource.Insertion]

  /// - Parameters:
  ///   - attributes: What stands before `let`.
  ///   - prefixes: What stands before a name where it means an older variable, which the statement shadows.
  /// - Returns: `nil` when it binds nothing, or would mean something else in a closure.
  init?(_ statement: GuardStmtSyntax, attributes: String, prefixes: [String: String]) {
    let bindings = BoundNames.of(statement.conditions)
    let names = bindings.map(\.name)
    guard !names.isEmpty, Set(names).count == names.count, Set(bindings.map(\.word)).count == 1,
      !statement.hasError, !ReturnFinder.finds(in: statement.body)
    else { return nil }
    var mentions: [CellSource.Insertion] = []
    for mention in ShadowedMentions.of(statement) {
      guard let prefix = prefixes[mention.name], let insertion = mention.prefixed(by: prefix) else { return nil }
      mentions.append(insertion)
    }
    self.names = names
    let list = names.count == 1 ? names[0] : "(\(names.joined(separator: ", ")))"
    let waits = CodeBlockItemSyntax(item: .stmt(StmtSyntax(statement))).awaits
    let call = waits ? "try await { () async throws in " : "try { () throws in "
    let (start, end) = (statement.bytes.lowerBound, statement.bytes.upperBound)
    insertions =
      [.init(offset: start, text: "\(attributes)\(bindings[0].word) \(list) = \(call)")] + mentions
      + [.init(offset: end, text: "; return \(list) }()")]
  }

  /// The older variables that a statement mentions and shadows, as `guard let x` does.
  static func shadowedNames(in statement: GuardStmtSyntax) -> Set<String> {
    Set(ShadowedMentions.of(statement).map(\.name))
  }
}

/// Where a `guard` mentions older variables that it shadows: a name is bound from the end of its condition on, and not
/// in the body.
private enum ShadowedMentions {
  struct Mention {
    let name: String
    let range: Range<Int>
    /// Whether it stands in a piece of code that binds the name, too.
    let isUncertain: Bool
    /// Whether it is all of a condition: `guard let x`.
    let isShorthand: Bool

    func prefixed(by prefix: String) -> CellSource.Insertion? {
      guard !isUncertain, range.count == name.utf8.count else { return nil }
      return isShorthand
        ? .init(offset: range.upperBound, text: " = \(prefix)\(name)") : .init(offset: range.lowerBound, text: prefix)
    }
  }

  static func of(_ statement: GuardStmtSyntax) -> [Mention] {
    var later = Set(BoundNames.of(statement.conditions).map(\.name))
    let body = mentions(of: later, in: statement.body)
    return statement.conditions.flatMap { condition in
      let found = mentions(of: later, in: condition.condition)
      later.subtract(BoundNames.of([condition]).map(\.name))
      return found
    } + body
  }

  private static func mentions(of names: Set<String>, in condition: ConditionElementSyntax.Condition) -> [Mention] {
    switch condition {
    case .optionalBinding(let binding):
      guard let value = binding.initializer?.value else {
        let name = binding.pattern.trimmedDescription
        return [Mention(name: name, range: binding.pattern.bytes, isUncertain: false, isShorthand: true)]
      }
      return mentions(of: names, in: value)
    case .matchingPattern(let matching): return mentions(of: names, in: matching.initializer.value)
    case .expression(let expression): return mentions(of: names, in: expression)
    default: return []
    }
  }

  private static func mentions(of names: Set<String>, in node: some SyntaxProtocol) -> [Mention] {
    NameUses.of(node).mentions.filter { names.contains($0.name) }.map {
      Mention(name: $0.name, range: $0.range, isUncertain: $0.isBound, isShorthand: false)
    }
  }
}

/// Finds the names that the conditions of a `guard` bind.
private final class BoundNames: SyntaxVisitor {
  private var found: [(name: String, word: String)] = []
  /// The word before the pattern that is visited: `let` or `var`.
  private var word = "let"

  static func of(_ conditions: ConditionElementListSyntax) -> [(name: String, word: String)] {
    conditions.flatMap { condition in
      let finder = BoundNames(viewMode: .sourceAccurate)
      if case .optionalBinding(let binding) = condition.condition {
        finder.word = binding.bindingSpecifier.text
        finder.walk(binding.pattern)
      } else if case .matchingPattern(let matching) = condition.condition {
        finder.walk(matching.pattern)
      }
      return finder.found
    }
  }

  override func visit(_ node: ValueBindingPatternSyntax) -> SyntaxVisitorContinueKind {
    word = node.bindingSpecifier.text
    return .visitChildren
  }

  override func visit(_ node: IdentifierPatternSyntax) -> SyntaxVisitorContinueKind {
    found.append((node.identifier.text, word))
    return .visitChildren
  }
}

/// Finds a `return` that would leave the closure.
private final class ReturnFinder: SyntaxVisitor {
  private var isFound = false

  static func finds(in node: some SyntaxProtocol) -> Bool {
    let finder = ReturnFinder(viewMode: .sourceAccurate)
    finder.walk(node)
    return finder.isFound
  }

  override func visit(_ node: ReturnStmtSyntax) -> SyntaxVisitorContinueKind {
    isFound = true
    return .skipChildren
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}
