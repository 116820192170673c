internal import SwiftParser
internal import SwiftSyntax

/// What tells whether a type of an edited cell is still the same.
extension CellSource {
  /// Whether something in it runs by being declared: tests, a type marked `@main`.
  package var hasEntryPoints: Bool { declaresTests || !testCases.isEmpty || mainCall != nil }

  /// Types and type aliases, each the only declaration of its name, without stored static variables: running the
  /// cell again gives those their first values.
  package var keepableTypes: [CellDeclaration] {
    let counts = Dictionary(grouping: declarations.filter(\.hasOwnName), by: \.name).mapValues(\.count)
    return declarations.filter { declaration in
      (declaration.kind == .type || declaration.importKind == .typealias) && counts[declaration.name] == 1
        && !StaticVariables.exist(in: text(of: declaration))
    }
  }

  /// The text of a declaration, as the user wrote it.
  package func text(of declaration: CellDeclaration) -> String {
    let bytes = text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: declaration.range.lowerBound)
    return String(text[start..<bytes.index(start, offsetBy: declaration.range.count)])
  }

  /// The names of the members that a class of the cell keeps private.
  package func privateMembers(of type: String) -> Set<String> {
    let texts = declarations.filter { $0.kind == .type && $0.name == type }.map(text)
    let items = texts.flatMap { Parser.parse(source: $0).statements }
    let configuration = CellBuildConfiguration(languageMode: languageMode)
    return items.reduce(into: []) { names, item in
      guard case .decl(let declaration) = item.item else { return }
      names.formUnion(AccessWords.privateMembers(ofClassesIn: declaration, configuration))
    }
  }

  /// Every name in a declaration, whatever it stands for there.
  package func words(of declaration: CellDeclaration) -> Set<String> {
    Self.words(of: Parser.parse(source: text(of: declaration)))
  }

  /// Whether a type may have code of its own, which calls what stands beside it directly.
  package func hasBodies(_ type: CellDeclaration) -> Bool {
    type.importKind != .protocol && type.importKind != .typealias
  }

  /// What an edit may have changed: names declared at the top level, and those of members in extensions.
  package var changeableNames: Set<String> {
    declarations.reduce(into: []) { names, declaration in
      if declaration.hasOwnName {
        names.insert(declaration.name)
      } else {
        names.formUnion(MemberNames.all(in: text(of: declaration)))
      }
    }
  }
}

/// Finds `static` and `class` variables.
private final class StaticVariables: SyntaxVisitor {
  private var found = false

  static func exist(in text: String) -> Bool {
    let finder = StaticVariables(viewMode: .sourceAccurate)
    finder.walk(Parser.parse(source: text))
    return finder.found
  }

  override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
    if node.modifiers.contains(where: { ["static", "class"].contains($0.name.text) }),
      !node.bindings.allSatisfy(CellReader.isComputed)
    {
      found = true
    }
    return .visitChildren
  }
}

/// The names that the members of an extension declare.
private enum MemberNames {
  static func all(in text: String) -> Set<String> {
    let items = Parser.parse(source: text).statements
    guard let item = items.first?.item.as(ExtensionDeclSyntax.self) else { return [] }
    return Set(item.memberBlock.members.flatMap { names(of: $0.decl) }.map(\.unquotedIdentifier))
  }

  private static func names(of member: DeclSyntax) -> [String] {
    if let function = member.as(FunctionDeclSyntax.self) { return [function.name.text] }
    if let variable = member.as(VariableDeclSyntax.self) {
      return variable.bindings.flatMap { CellReader.names(in: $0.pattern) }
    }
    if let named = member.asProtocol((any NamedDeclSyntax).self) { return [named.name.text] }
    if member.is(InitializerDeclSyntax.self) { return ["init"] }
    if member.is(SubscriptDeclSyntax.self) { return ["subscript"] }
    // A macro or a condition: whatever it names may be what it declares.
    return Array(CellSource.words(of: Parser.parse(source: member.description)))
  }
}
