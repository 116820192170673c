internal import SwiftSyntax

/// Collects the names that a piece of a cell mentions and does not bind itself.
final class NameUses: SyntaxVisitor {
  /// A mention of a name that stands for itself: not a member of something, not a label.
  struct Mention: Sendable, Equatable {
    let name: String
    let range: Range<Int>
    /// Whether it means something outside of the piece. A parameter or a variable of a closure, a function, a loop or a
    /// block does not, and in a type a name may be that of a member.
    let isOutside: Bool
    /// Whether it is short for `x = x`, as in `if let x` and `{ [x] in … }`.
    let isShorthand: Bool
  }

  private var found: [Mention] = []
  private var bound: Set<String> = []
  /// The names that closures, functions, loops and blocks bind around what is visited.
  private var scopes: [Set<String>] = []
  /// How many types are around it.
  private var typeDepth = 0
  /// Names that are mentioned without being called.
  private(set) var uncalled: Set<String> = []
  private(set) var holdsCode = false
  private(set) var declaresOperator = false

  static func of(_ node: some SyntaxProtocol) -> NameUses {
    let uses = NameUses(viewMode: .sourceAccurate)
    uses.walk(node)
    return uses
  }

  var mentions: [Mention] { found }

  /// The names mentioned, without those that are bound inside: parameters and local variables.
  var names: Set<String> { Set(found.map(\.name)).subtracting(bound) }

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    if let member = node.parent?.as(MemberAccessExprSyntax.self), member.declName.id == node.id {
      return .visitChildren
    }
    note(node.baseName)
    if node.parent?.as(FunctionCallExprSyntax.self)?.calledExpression.id != node.id {
      uncalled.insert(node.baseName.text.unquotedIdentifier)
    }
    return .visitChildren
  }

  override func visit(_ node: IdentifierTypeSyntax) -> SyntaxVisitorContinueKind {
    note(node.name)
    return .visitChildren
  }

  override func visit(_ node: IdentifierPatternSyntax) -> SyntaxVisitorContinueKind {
    bound.insert(node.identifier.text)
    return .visitChildren
  }

  override func visit(_ node: FunctionParameterSyntax) -> SyntaxVisitorContinueKind {
    bound.insert((node.secondName ?? node.firstName).text)
    return .visitChildren
  }

  override func visit(_ node: ClosureParameterSyntax) -> SyntaxVisitorContinueKind {
    bound.insert((node.secondName ?? node.firstName).text)
    return .visitChildren
  }

  override func visit(_ node: ClosureShorthandParameterSyntax) -> SyntaxVisitorContinueKind {
    bound.insert(node.name.text)
    return .visitChildren
  }

  override func visit(_ node: GenericParameterSyntax) -> SyntaxVisitorContinueKind {
    bound.insert(node.name.text)
    return .visitChildren
  }

  // MARK: What binds names

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
    holdsCode = true
    let captures = node.signature?.capture?.items.map { $0 } ?? []
    for capture in captures {
      if let initializer = capture.initializer { walk(initializer) } else { note(capture.name, isShorthand: true) }
    }
    scopes.append(
      Set(captures.map(\.name.text)).union(Self.parameters(of: node)).union(Self.names(in: node.statements)))
    if let clause = node.signature?.parameterClause { walk(Syntax(clause)) }
    if let clause = node.signature?.returnClause { walk(clause) }
    walk(node.statements)
    scopes.removeLast()
    return .skipChildren
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    if case .identifier = node.name.tokenKind {} else { declaresOperator = true }
    return enter(Self.parameters(of: node.signature.parameterClause))
  }

  override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind {
    enter(Self.parameters(of: node.signature.parameterClause))
  }

  override func visit(_ node: SubscriptDeclSyntax) -> SyntaxVisitorContinueKind {
    enter(Self.parameters(of: node.parameterClause))
  }

  override func visit(_ node: CodeBlockSyntax) -> SyntaxVisitorContinueKind { enter(Self.names(in: node.statements)) }

  // The code of observers and of computed variables.
  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind {
    holdsCode = true
    if case .getter(let statements) = node.accessors { return enter(Self.names(in: statements)) }
    return enter([])
  }

  override func visit(_ node: SwitchCaseSyntax) -> SyntaxVisitorContinueKind {
    enter(Self.names(in: node.statements).union(PatternNames.of(Syntax(node.label))))
  }

  override func visit(_ node: CatchClauseSyntax) -> SyntaxVisitorContinueKind {
    enter(PatternNames.of(node.catchItems).union(["error"]))
  }

  override func visit(_ node: ForStmtSyntax) -> SyntaxVisitorContinueKind {
    walk(node.sequence)
    scopes.append(PatternNames.of(node.pattern))
    for part in [Syntax(node.pattern), Syntax(node.typeAnnotation), Syntax(node.whereClause), Syntax(node.body)] {
      if let part { walk(part) }
    }
    scopes.removeLast()
    return .skipChildren
  }

  override func visit(_ node: IfExprSyntax) -> SyntaxVisitorContinueKind {
    walk(node.conditions, node.body)
    if let other = node.elseBody { walk(Syntax(other)) }
    return .skipChildren
  }

  override func visit(_ node: WhileStmtSyntax) -> SyntaxVisitorContinueKind {
    walk(node.conditions, node.body)
    return .skipChildren
  }

  override func visit(_ node: OptionalBindingConditionSyntax) -> SyntaxVisitorContinueKind {
    if node.initializer == nil, let pattern = node.pattern.as(IdentifierPatternSyntax.self) {
      note(pattern.identifier, isShorthand: true)
    }
    return .visitChildren
  }

  override func visit(_ node: ActorDeclSyntax) -> SyntaxVisitorContinueKind { enterType() }
  override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind { enterType() }
  override func visit(_ node: EnumDeclSyntax) -> SyntaxVisitorContinueKind { enterType() }
  override func visit(_ node: ExtensionDeclSyntax) -> SyntaxVisitorContinueKind { enterType() }
  override func visit(_ node: ProtocolDeclSyntax) -> SyntaxVisitorContinueKind { enterType() }
  override func visit(_ node: StructDeclSyntax) -> SyntaxVisitorContinueKind { enterType() }

  override func visitPost(_ node: ActorDeclSyntax) { typeDepth -= 1 }
  override func visitPost(_ node: ClassDeclSyntax) { typeDepth -= 1 }
  override func visitPost(_ node: EnumDeclSyntax) { typeDepth -= 1 }
  override func visitPost(_ node: ExtensionDeclSyntax) { typeDepth -= 1 }
  override func visitPost(_ node: ProtocolDeclSyntax) { typeDepth -= 1 }
  override func visitPost(_ node: StructDeclSyntax) { typeDepth -= 1 }

  override func visitPost(_ node: FunctionDeclSyntax) { scopes.removeLast() }
  override func visitPost(_ node: InitializerDeclSyntax) { scopes.removeLast() }
  override func visitPost(_ node: SubscriptDeclSyntax) { scopes.removeLast() }
  override func visitPost(_ node: CodeBlockSyntax) { scopes.removeLast() }
  override func visitPost(_ node: AccessorBlockSyntax) { scopes.removeLast() }
  override func visitPost(_ node: SwitchCaseSyntax) { scopes.removeLast() }
  override func visitPost(_ node: CatchClauseSyntax) { scopes.removeLast() }

  private func enter(_ names: Set<String>) -> SyntaxVisitorContinueKind {
    scopes.append(names)
    return .visitChildren
  }

  private func enterType() -> SyntaxVisitorContinueKind {
    typeDepth += 1
    return .visitChildren
  }

  /// What a condition binds is bound in the conditions after it and in the body.
  private func walk(_ conditions: ConditionElementListSyntax, _ body: CodeBlockSyntax) {
    scopes.append([])
    for condition in conditions {
      walk(condition)
      scopes[scopes.count - 1].formUnion(PatternNames.of(condition))
    }
    walk(body)
    scopes.removeLast()
  }

  private static func parameters(of clause: FunctionParameterClauseSyntax) -> Set<String> {
    Set(clause.parameters.map { ($0.secondName ?? $0.firstName).text })
  }

  private static func parameters(of closure: ClosureExprSyntax) -> Set<String> {
    switch closure.signature?.parameterClause {
    case .simpleInput(let list)?: Set(list.map(\.name.text))
    case .parameterClause(let clause)?: Set(clause.parameters.map { ($0.secondName ?? $0.firstName).text })
    default: []
    }
  }

  /// What the statements of a block declare.
  private static func names(in statements: CodeBlockItemListSyntax) -> Set<String> {
    statements.reduce(into: []) { names, statement in
      if let variable = statement.item.as(VariableDeclSyntax.self) {
        for binding in variable.bindings { names.formUnion(PatternNames.of(binding.pattern)) }
      } else if let function = statement.item.as(FunctionDeclSyntax.self) {
        names.insert(function.name.text)
      } else if let statement = statement.item.as(GuardStmtSyntax.self) {
        for condition in statement.conditions { names.formUnion(PatternNames.of(condition)) }
      }
    }
  }

  private func note(_ token: TokenSyntax, isShorthand: Bool = false) {
    let start = token.positionAfterSkippingLeadingTrivia.utf8Offset
    let end = token.endPositionBeforeTrailingTrivia.utf8Offset
    let name = token.text.unquotedIdentifier
    found.append(
      Mention(
        name: name, range: start..<end, isOutside: typeDepth == 0 && !scopes.contains { $0.contains(name) },
        isShorthand: isShorthand))
  }
}

extension String {
  /// The identifier without backticks.
  var unquotedIdentifier: String {
    hasPrefix("`") && hasSuffix("`") && count > 2 ? String(dropFirst().dropLast()) : self
  }
}
