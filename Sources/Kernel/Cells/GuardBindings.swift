internal import SwiftSyntax

/// The variables that a `guard` at the top level binds, so that later cells can use them.
///
/// The compiler does not show them to other modules. So the statement becomes the body of a closure that returns them:
/// `let x = try { () throws in guard let x = f() else { … }; return x }()`.
struct GuardBindings {
  let names: [String]
  /// What stands before the statement and behind it.
  let words: (before: String, after: String)

  /// - Parameter attributes: What stands before `let`.
  /// - Returns: `nil` when it binds nothing, or would mean something else in a closure.
  init?(_ statement: GuardStmtSyntax, attributes: String) {
    let bindings = BoundNames.of(statement.conditions)
    let names = bindings.map(\.name)
    let uses = NameUses.of(statement).mentions.filter { names.contains($0.name) }
    // A name is bound from the end of its condition on, and not in the body. `guard let x` reads an older `x`.
    let isShorthand = statement.conditions.contains { condition in
      condition.condition.as(OptionalBindingConditionSyntax.self).map { $0.initializer == nil } ?? false
    }
    let isShadowing =
      isShorthand
      || uses.contains { use in
        bindings.contains { $0.name == use.name && $0.end > use.range.lowerBound }
          || use.range.lowerBound >= statement.body.bytes.lowerBound
      }
    guard !names.isEmpty, Set(names).count == names.count, Set(bindings.map(\.word)).count == 1, !isShadowing,
      !statement.hasError, !ReturnFinder.finds(in: statement.body)
    else { return nil }
    self.names = names
    let list = names.count == 1 ? names[0] : "(\(names.joined(separator: ", ")))"
    let waits = CodeBlockItemSyntax(item: .stmt(StmtSyntax(statement))).awaits
    let call = waits ? "try await { () async throws in " : "try { () throws in "
    words = ("\(attributes)\(bindings[0].word) \(list) = \(call)", "; return \(list) }()")
  }
}

/// Finds the names that the conditions of a `guard` bind.
private final class BoundNames: SyntaxVisitor {
  private var found: [(name: String, word: String)] = []
  /// The word before the pattern that is visited: `let` or `var`.
  private var word = "let"

  static func of(_ conditions: ConditionElementListSyntax) -> [(name: String, word: String, end: Int)] {
    conditions.flatMap { condition in
      let finder = BoundNames(viewMode: .sourceAccurate)
      if case .optionalBinding(let binding) = condition.condition {
        finder.word = binding.bindingSpecifier.text
        finder.walk(binding.pattern)
      } else if case .matchingPattern(let matching) = condition.condition {
        finder.walk(matching.pattern)
      }
      return finder.found.map { ($0.name, $0.word, condition.bytes.upperBound) }
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
