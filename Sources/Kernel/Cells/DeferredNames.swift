internal import SwiftSyntax

/// Collects the names that a piece of a cell uses in code which may run later than the piece itself: closures, local
/// functions, local computed variables and the members of local types.
final class DeferredNames: SyntaxVisitor {
  private var found: Set<String> = []

  /// - Parameter body: The body of a function, the accessors of a variable, or a statement.
  static func of(_ body: (some SyntaxProtocol)?) -> Set<String> {
    guard let body else { return [] }
    let names = DeferredNames(viewMode: .sourceAccurate)
    for child in body.children(viewMode: .sourceAccurate) { names.walk(child) }
    return names.found
  }

  private func note(_ node: some SyntaxProtocol) -> SyntaxVisitorContinueKind {
    found.formUnion(NameUses.of(node).mentions.map(\.name).filter { !$0.hasPrefix("$") })
    return .skipChildren
  }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { note(node) }
  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { note(node) }
  override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind { note(node) }
  override func visit(_ node: DeinitializerDeclSyntax) -> SyntaxVisitorContinueKind { note(node) }
  override func visit(_ node: SubscriptDeclSyntax) -> SyntaxVisitorContinueKind { note(node) }
  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { note(node) }
  // Its initialiser runs when it is first used.
  override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
    node.modifiers.contains { ["lazy", "static", "async"].contains($0.name.text) } ? note(node) : .visitChildren
  }
}
