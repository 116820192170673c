internal import SwiftSyntax

/// Finds the names that patterns bind, those of conditions and of cases too.
final class PatternNames: SyntaxVisitor {
  private var found: [(name: String, word: String)] = []
  /// The word before the pattern that is visited: `let` or `var`.
  private var word = "let"

  /// The names in a pattern, or in something with patterns.
  static func of(_ node: (some SyntaxProtocol)?) -> Set<String> {
    node.map { Set(bindings(in: $0).map(\.name.unquotedIdentifier)) } ?? []
  }

  /// The names as written, in their order, each with its `let` or `var`.
  static func bindings(in node: some SyntaxProtocol) -> [(name: String, word: String)] {
    let finder = PatternNames(viewMode: .sourceAccurate)
    finder.walk(node)
    return finder.found
  }

  override func visit(_ node: OptionalBindingConditionSyntax) -> SyntaxVisitorContinueKind {
    word = node.bindingSpecifier.text
    return .visitChildren
  }

  override func visit(_ node: ValueBindingPatternSyntax) -> SyntaxVisitorContinueKind {
    word = node.bindingSpecifier.text
    return .visitChildren
  }

  override func visit(_ node: IdentifierPatternSyntax) -> SyntaxVisitorContinueKind {
    found.append((node.identifier.text, word))
    return .skipChildren
  }

  override func visit(_ node: InitializerClauseSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}
