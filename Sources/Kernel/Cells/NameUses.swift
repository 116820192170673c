internal import SwiftSyntax

/// Collects the names that a piece of a cell mentions and does not bind itself.
final class NameUses: SyntaxVisitor {
  /// A mention of a name that stands for itself: not a member of something, not a label.
  struct Mention: Sendable, Equatable {
    let name: String
    let range: Range<Int>
    /// Whether the statement binds the name itself, such as by a parameter of a closure.
    var isBound = false
  }

  private var found: [Mention] = []
  private var bound: Set<String> = []
  /// Names that are mentioned without being called.
  private(set) var uncalled: Set<String> = []
  private(set) var holdsCode = false
  private(set) var declaresOperator = false

  static func of(_ node: some SyntaxProtocol) -> NameUses {
    let uses = NameUses(viewMode: .sourceAccurate)
    uses.walk(node)
    return uses
  }

  var mentions: [Mention] {
    found.map { Mention(name: $0.name, range: $0.range, isBound: bound.contains($0.name)) }
  }

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

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
    holdsCode = true
    return .visitChildren
  }

  // The code of observers and of computed variables.
  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind {
    holdsCode = true
    return .visitChildren
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    if case .identifier = node.name.tokenKind {} else { declaresOperator = true }
    return .visitChildren
  }

  private func note(_ token: TokenSyntax) {
    let start = token.positionAfterSkippingLeadingTrivia.utf8Offset
    let end = token.endPositionBeforeTrailingTrivia.utf8Offset
    found.append(Mention(name: token.text.unquotedIdentifier, range: start..<end))
  }
}

extension String {
  /// The identifier without backticks.
  var unquotedIdentifier: String {
    hasPrefix("`") && hasSuffix("`") && count > 2 ? String(dropFirst().dropLast()) : self
  }
}
