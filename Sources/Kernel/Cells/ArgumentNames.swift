internal import SwiftSyntax

/// Collects the names that a piece of a cell uses in arguments of calls, in operands, and in values of variables with
/// attributes: a parameter that is an `@autoclosure` may keep them for later.
final class ArgumentNames: SyntaxVisitor {
  private var found: Set<String> = []

  static func of(_ node: some SyntaxProtocol) -> Set<String> {
    let names = ArgumentNames(viewMode: .sourceAccurate)
    names.walk(node)
    return names.found
  }

  private func note(_ node: some SyntaxProtocol) {
    found.formUnion(NameUses.of(node).mentions.map(\.name))
  }

  override func visit(_ node: LabeledExprSyntax) -> SyntaxVisitorContinueKind {
    note(node.expression)
    return .skipChildren
  }

  // Operators are not folded here: operands are elements of a sequence.
  override func visit(_ node: SequenceExprSyntax) -> SyntaxVisitorContinueKind {
    for element in node.elements.dropFirst() { note(element) }
    return .visitChildren
  }

  override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
    guard !node.attributes.isEmpty else { return .visitChildren }
    note(node)
    return .skipChildren
  }
}
