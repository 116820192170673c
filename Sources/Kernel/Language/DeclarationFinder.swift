import SwiftParser
import SwiftSyntax

/// Finds where a cell's source declares a name.
final class DeclarationFinder: SyntaxVisitor {
  private let name: String
  private var found: [String] = []

  private init(_ name: String) {
    self.name = name
    super.init(viewMode: .sourceAccurate)
  }

  /// Every declaration of `name` (without labels) in `source`, with its comment, or `nil`.
  static func declarations(of name: String, in source: String) -> String? {
    let finder = DeclarationFinder(name)
    finder.walk(Parser.parse(source: source))
    return finder.found.isEmpty ? nil : finder.found.joined(separator: "\n\n")
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    note(node, ifNamed: node.name)
  }
  override func visit(_ node: StructDeclSyntax) -> SyntaxVisitorContinueKind {
    note(node, ifNamed: node.name)
  }
  override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind {
    note(node, ifNamed: node.name)
  }
  override func visit(_ node: EnumDeclSyntax) -> SyntaxVisitorContinueKind {
    note(node, ifNamed: node.name)
  }
  override func visit(_ node: ActorDeclSyntax) -> SyntaxVisitorContinueKind {
    note(node, ifNamed: node.name)
  }
  override func visit(_ node: ProtocolDeclSyntax) -> SyntaxVisitorContinueKind {
    note(node, ifNamed: node.name)
  }
  override func visit(_ node: TypeAliasDeclSyntax) -> SyntaxVisitorContinueKind {
    note(node, ifNamed: node.name)
  }
  override func visit(_ node: MacroDeclSyntax) -> SyntaxVisitorContinueKind {
    note(node, ifNamed: node.name)
  }
  override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind {
    note(node, ifNamed: node.initKeyword)
  }
  override func visit(_ node: EnumCaseElementSyntax) -> SyntaxVisitorContinueKind {
    guard let declaration = node.parent?.parent else { return .visitChildren }
    return note(declaration, ifNamed: node.name)
  }
  override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
    let names = node.bindings.flatMap { $0.pattern.tokens(viewMode: .sourceAccurate) }
    guard let match = names.first(where: { $0.text == name }) else { return .visitChildren }
    return note(node, ifNamed: match)
  }

  private func note(
    _ declaration: some SyntaxProtocol, ifNamed token: TokenSyntax
  ) -> SyntaxVisitorContinueKind {
    guard token.text == name else { return .visitChildren }
    found.append(declaration.description.withoutCommonIndent)
    return .skipChildren
  }
}

extension String {
  /// Without common indentation and surrounding empty lines.
  fileprivate var withoutCommonIndent: String {
    var lines = split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    let inked = lines.filter { !$0.allSatisfy(\.isWhitespace) }
    let indent = inked.map { $0.prefix(while: \.isHorizontalSpace).count }.min() ?? 0
    return lines.map { $0.dropFirst(indent) }.joined(separator: "\n")
  }
}
