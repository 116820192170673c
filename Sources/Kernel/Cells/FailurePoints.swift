internal import SwiftSyntax

/// Which top-level statements can end a cell early.
enum FailurePoints {
  /// Whether running `item` may fail. In doubt it may.
  static func mayFail(_ item: CodeBlockItemSyntax) -> Bool {
    guard case .decl(let declaration) = item.item else { return true }
    guard let variable = declaration.as(VariableDeclSyntax.self) else {
      // Declarations of functions and types run nothing; a macro may expand to anything.
      return declaration.is(MacroExpansionDeclSyntax.self)
    }
    guard variable.attributes.isEmpty else { return true }
    return !variable.bindings.allSatisfy { binding in
      guard let value = binding.initializer?.value else { return true }
      return binding.typeAnnotation.map { isStandard($0.type) } ?? true && isLiteral(value)
    }
  }

  /// A literal of a user's own type runs that type's initializer.
  private static func isStandard(_ type: TypeSyntax) -> Bool {
    ["Int", "Double", "Float", "Bool", "String", "[Int]", "[Double]", "[Float]", "[String]"]
      .contains(type.trimmedDescription)
  }

  private static func isLiteral(_ value: ExprSyntax) -> Bool {
    switch value.as(ExprSyntaxEnum.self) {
    case .integerLiteralExpr, .floatLiteralExpr, .booleanLiteralExpr, .closureExpr: true
    case .stringLiteralExpr(let text): text.segments.allSatisfy { $0.is(StringSegmentSyntax.self) }
    case .arrayExpr(let array): array.elements.allSatisfy { isLiteral($0.expression) }
    case .tupleExpr(let tuple): tuple.elements.allSatisfy { isLiteral($0.expression) }
    case .prefixOperatorExpr(let prefixed): prefixed.operator.text == "-" && isLiteral(prefixed.expression)
    default: false
    }
  }
}

extension SyntaxProtocol {
  /// Whether it waits in the cell's own code, not in a closure or a declaration inside it.
  var awaits: Bool {
    let finder = AwaitFinder(viewMode: .sourceAccurate)
    finder.walk(self)
    return finder.found
  }
}

/// Finds what makes top-level code asynchronous.
private final class AwaitFinder: SyntaxVisitor {
  private(set) var found = false

  override func visit(_ node: AwaitExprSyntax) -> SyntaxVisitorContinueKind {
    found = true
    return .skipChildren
  }

  override func visit(_ node: ForStmtSyntax) -> SyntaxVisitorContinueKind {
    if node.awaitKeyword != nil { found = true }
    return .visitChildren
  }

  override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
    if node.modifiers.contains(where: { $0.name.text == "async" }) { found = true }
    return .visitChildren
  }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: StructDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: EnumDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ActorDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: ExtensionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}
