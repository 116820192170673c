internal import SwiftSyntax

/// Collects what ``CellSource`` tells of a cell's text, from its top-level statements.
struct CellReader {
  let configuration: CellBuildConfiguration
  let items: [CodeBlockItemSyntax]
  private(set) var imports: [CellSource.Import] = []
  private(set) var declarations: [CellDeclaration] = []
  /// What each `async let` is computed from, by its name.
  private(set) var childTasks: [String: Range<Int>] = [:]
  private(set) var confined: [String: CellSource.Confinement] = [:]
  /// The bytes of `guard` statements that became closures.
  private(set) var guards: [Range<Int>] = []
  private(set) var insertions: [CellSource.Insertion] = []
  private(set) var blanks: [Range<Int>] = []
  /// The statement that runs a `@main` type.
  private(set) var mainCall: String?
  private(set) var lastExpression: LastExpression?
  /// The stored variables in the order in which they are initialised, with the statement that does it.
  private(set) var initialisations: [(name: String, item: Int)] = []
  private(set) var mentions: [NameUses.Mention] = []
  /// Whether it declares an operator's function, in a type too: those are found by their modules.
  private(set) var declaresOperator = false
  /// Names in closures of statements that declare nothing: a task may use them later.
  private(set) var namesInClosures: Set<String> = []
  private(set) var namesInArguments: Set<String> = []
  private(set) var columnNames: [CellSource.Insertion] = []
  /// Names that are mentioned without being called.
  private(set) var uncalledNames: Set<String> = []
  let isAsynchronous: Bool
  /// Whether it declares tests of Swift Testing.
  let declaresTests: Bool
  /// Its classes with test methods.
  let testCases: [TestCase]
  /// Whether its own code loops so often that optimisation pays.
  let loopsHeavily: Bool
  /// The names of private members of its classes.
  var privateMembers: Set<String> = []
  private let keepsClassesPrivate: Bool
  private let throwingTasks: Set<String>
  private let shadowedModules: [String: String]

  /// - Parameter ownEnd: Where the cell's own text ends; behind it are declarations of other cells.
  init(
    _ file: SourceFileSyntax, _ configuration: CellBuildConfiguration, showsValue: Bool, isIsolated: Bool,
    keepsClassesPrivate: Bool, throwingTasks: Set<String>, shadowedModules: [String: String], ownEnd: Int
  ) {
    self.configuration = configuration
    self.keepsClassesPrivate = keepsClassesPrivate
    self.throwingTasks = throwingTasks
    self.shadowedModules = shadowedModules
    items = file.statements.active(in: configuration)
    declaresTests = items.contains { TestFinder.findsTest(in: $0) }
    testCases = TestCase.all(in: items)
    loopsHeavily = LoopWeight.isWorthwhile(items)
    // Running its tests waits.
    isAsynchronous = isIsolated || declaresTests || items.contains(where: \.awaits)
    for index in items.indices { read(index) }
    let values = mentions.filter { childTasks.keys.contains($0.name) && $0.isOutside && !$0.isShorthand }.map {
      CellSource.Insertion(offset: $0.range.upperBound, text: ".value")
    }
    // Before what else stands behind a name, such as the end of the next task.
    insertions = values + insertions
    settleDeferred()
    insertions +=
      VariableMarks(
        items: items, initialisations: initialisations, mayBeSparse: !loopsHeavily
      ).insertions
    if !declarations.contains(where: { $0.name == CellSight.table }) { columnNames = TableCall.insertions(in: items) }
    if let last = items.last(where: { $0.bytes.lowerBound < ownEnd }) {
      lastExpression = LastExpression(last, isShown: showsValue, declared: Set(declarations.map(\.name)))
      insertions += lastExpression?.insertions ?? []
    }
    insertions.sort { $0.offset < $1.offset }
  }

  private mutating func read(_ index: Int) {
    let item = items[index]
    let uses = NameUses.of(item)
    mentions += uses.mentions
    uncalledNames.formUnion(uses.uncalled)
    if uses.declaresOperator { declaresOperator = true }
    namesInArguments.formUnion(ArgumentNames.of(item))
    switch item.item {
    case .decl(let declaration):
      blanks += AccessWords.ranges(in: declaration, configuration, inClasses: !keepsClassesPrivate)
      privateMembers.formUnion(AccessWords.privateMembers(ofClassesIn: declaration, configuration))
      read(declaration, at: index, uses)
    case .stmt(let statement):
      read(statement, at: index, uses)
      namesInClosures.formUnion(DeferredNames.of(item))
    default:
      namesInClosures.formUnion(DeferredNames.of(item))
    }
  }

  // MARK: Declarations

  private mutating func read(_ declaration: DeclSyntax, at index: Int, _ uses: NameUses) {
    if let item = declaration.as(ImportDeclSyntax.self) { return read(item, at: index) }
    if let variable = declaration.as(VariableDeclSyntax.self) { return read(variable, at: index, uses) }
    if let item = declaration.as(ExtensionDeclSyntax.self) {
      let protocols = item.inheritanceClause?.inheritedTypes.map(\.type.trimmedDescription) ?? []
      add(
        .extension(conformances: protocols), item.extendedType.trimmedDescription, declaration, uses, nil,
        members: ExtensionMembers(of: item), shapes: TypeShape.all(in: declaration, configuration),
        bodyStart: item.memberBlock.leftBrace.bytes.upperBound)
    } else if let function = declaration.as(FunctionDeclSyntax.self) {
      let kind: ImportKind? = if case .identifier = function.name.tokenKind { .func } else { nil }
      add(
        .function(FunctionSignature(function)), function.name.text, declaration, uses, kind,
        deferred: DeferredNames.of(function.body))
    } else if let named = declaration.asProtocol((any NamedDeclSyntax).self) {
      let isType = declaration.asProtocol((any DeclGroupSyntax).self) != nil
      add(
        isType ? .type : .other, named.name.text, declaration, uses, Self.importKind(of: declaration),
        shapes: TypeShape.all(in: declaration, configuration))
      if isType { readMain(named) }
    } else if declaration.is(OperatorDeclSyntax.self) || declaration.is(PrecedenceGroupDeclSyntax.self) {
      add(.other, "", declaration, uses, nil)
    }
  }

  private mutating func add(
    _ kind: CellDeclaration.Kind, _ name: String, _ node: some SyntaxProtocol, _ uses: NameUses,
    _ importKind: ImportKind?, ofType namedType: String? = nil, deferred: Set<String> = [],
    members: ExtensionMembers = .none, shapes: [String: TypeShape] = [:], bodyStart: Int? = nil
  ) {
    let holdsCode = if case .variable = kind { uses.holdsCode } else { true }
    let name = name.unquotedIdentifier
    declarations.append(
      CellDeclaration(
        kind: kind, name: name, range: node.bytes, uses: uses.names.subtracting([name]),
        uncalled: uses.uncalled.intersection(uses.names).subtracting([name]), holdsCode: holdsCode,
        deferred: deferred, members: members, importKind: importKind, namedType: namedType,
        shapes: shapes, bodyStart: bodyStart))
  }

  private static func namedType(of binding: PatternBindingSyntax) -> String? {
    guard binding.pattern.is(IdentifierPatternSyntax.self) else { return nil }
    if let annotation = binding.typeAnnotation { return annotation.type.as(IdentifierTypeSyntax.self)?.name.text }
    var value = binding.initializer?.value
    if let attempt = value?.as(TryExprSyntax.self) { value = attempt.expression }
    return value?.as(FunctionCallExprSyntax.self)?.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text
  }

  private static func importKind(of declaration: DeclSyntax) -> ImportKind? {
    switch declaration.kind {
    case .actorDecl, .classDecl: .class
    case .enumDecl: .enum
    case .protocolDecl: .protocol
    case .structDecl: .struct
    case .typeAliasDecl: .typealias
    default: nil
    }
  }

  /// Whether later cells must import the whole module: something in it cannot be imported by name.
  var isImportedWhole: Bool {
    let kinds = Dictionary(grouping: declarations, by: \.name).values.map { Set($0.map(\.importKind)) }
    return !imports.isEmpty || declaresOperator || kinds.contains { $0.contains(nil) || $0.count > 1 }
  }

  private mutating func read(_ variable: VariableDeclSyntax, at index: Int, _ uses: NameUses) {
    if variable.modifiers.contains(where: { $0.name.text == "async" }) {
      return read(childTasks: variable, at: index, uses)
    }
    let isPlain = variable.attributes.isEmpty && variable.modifiers.isEmpty
    for binding in variable.bindings {
      let isComputed = Self.isComputed(binding)
      for name in Self.names(in: binding.pattern) {
        // A property wrapper declares further names.
        let kind: ImportKind? = variable.attributes.isEmpty ? .var : nil
        add(
          isComputed ? .computedVariable : .variable(isPlain: isPlain), name, variable, uses, kind,
          ofType: Self.namedType(of: binding), deferred: DeferredNames.of(isComputed ? binding.accessorBlock : nil))
        guard !isComputed else { continue }
        let isDeferred = binding.initializer == nil && !Self.isNilAtFirst(binding, of: variable)
        initialisations.append((name.unquotedIdentifier, isDeferred ? Self.unknown : index))
      }
    }
    leaveUnisolated(variable)
  }

  /// The value of an `async let` is computed while the code after it runs.
  private mutating func read(childTasks variable: VariableDeclSyntax, at index: Int, _ uses: NameUses) {
    namesInClosures.formUnion(uses.names)
    let attributes = configuration.languageMode == .swift5 ? Self.unisolated : ""
    guard let tasks = ChildTasks(variable, attributes: attributes, throwing: throwingTasks) else {
      return confine(variable.bindings.map(\.pattern).flatMap(Self.names), .asyncLet)
    }
    insertions += tasks.insertions
    blanks += tasks.blanks
    childTasks.merge(tasks.values) { $1 }
    for name in tasks.names {
      add(.variable(isPlain: false), name, variable, uses, .var)
      initialisations.append((name.unquotedIdentifier, index))
    }
  }

  /// In an asynchronous cell the compiler isolates variables to the main actor, and a synchronous
  /// function of a later cell could not use them.
  ///
  /// In such a cell a variable's symbol does not say `@Sendable` and the like, but one that a later cell looks for
  /// does, unless the variable is marked `@preconcurrency`.
  private mutating func leaveUnisolated(_ variable: VariableDeclSyntax) {
    guard isAsynchronous, configuration.languageMode == .swift5, !variable.hasError,
      variable.attributes.isEmpty, !variable.bindings.allSatisfy(Self.isComputed),
      !variable.modifiers.contains(where: { ["async", "nonisolated"].contains($0.name.text) })
    else { return }
    let offset = variable.bindingSpecifier.positionAfterSkippingLeadingTrivia.utf8Offset
    insertions.append(.init(offset: offset, text: Self.unisolated))
  }

  private static let unisolated = "@preconcurrency nonisolated(unsafe) "

  /// A cell has top-level code, if only the kernel's, so `@main` is blanked and the type is run at the end.
  private mutating func readMain(_ type: any NamedDeclSyntax) {
    guard let attributes = type.asProtocol((any WithAttributesSyntax).self)?.attributes else { return }
    for attribute in attributes where attribute.trimmedDescription == "@main" {
      blanks.append(attribute.bytes)
      let members = type.asProtocol((any DeclGroupSyntax).self)?.memberBlock.members.map(\.decl) ?? []
      let main = members.lazy.compactMap { $0.as(FunctionDeclSyntax.self) }.first { $0.name.text == "main" }
      let effects = main?.signature.effectSpecifiers
      let words = (effects?.throwsClause != nil ? "try " : "") + (effects?.asyncSpecifier != nil ? "await " : "")
      mainCall = "\(words)\(type.name.text).main()"
    }
  }

  private mutating func read(_ item: ImportDeclSyntax, at index: Int) {
    guard let module = item.path.first?.name.text else { return }
    let semicolon = items[index].semicolon.map { $0.endPositionBeforeTrailingTrivia.utf8Offset }
    let range = item.bytes.lowerBound..<(semicolon ?? item.bytes.upperBound)
    imports.append(
      CellSource.Import(
        module: module, text: item.trimmedDescription.split(whereSeparator: \.isNewline).joined(separator: " "),
        declaration: item.importKindSpecifier == nil ? nil : item.path.last?.name.text, range: range))
  }

  private mutating func read(_ statement: StmtSyntax, at index: Int, _ uses: NameUses) {
    guard let statement = statement.as(GuardStmtSyntax.self) else { return }
    let attributes = isAsynchronous && configuration.languageMode == .swift5 ? Self.unisolated : ""
    guard let older = ShadowedVariables(statement, at: index, in: self, modules: shadowedModules),
      let bindings = GuardBindings(statement, attributes: attributes, prefixes: older.prefixes)
    else { return confine(GuardBindings.names(in: statement), .guard) }
    insertions += bindings.insertions + older.insertions
    declarations.removeAll { older.renamed.contains($0.name) }
    initialisations.removeAll { older.renamed.contains($0.name) }
    guards.append(statement.bytes)
    for name in bindings.names {
      add(.variable(isPlain: true), name, statement, uses, .var)
      initialisations.append((name.unquotedIdentifier, index))
    }
  }

  private mutating func confine(_ names: [String], _ by: CellSource.Confinement) {
    for name in names {
      confined[name] = by
      // Later cells must not take an older variable of the name for it.
      declarations.removeAll { $0.name == name && $0.isVariable }
      initialisations.removeAll { $0.name == name }
    }
  }

  // MARK: Initialisation

  private static let unknown = -1

  /// A variable that is declared without a value has one after the last statement that assigns to it.
  private mutating func settleDeferred() {
    for index in initialisations.indices where initialisations[index].item == Self.unknown {
      let name = initialisations[index].name
      let assigning = items.indices.last { AssignmentFinder.assigns(to: name, in: items[$0]) }
      initialisations[index].item = assigning ?? items.endIndex
    }
    let ordered = initialisations.enumerated().sorted {
      ($0.element.item, $0.offset) < ($1.element.item, $1.offset)
    }
    initialisations = ordered.map(\.element)
  }

  private static func isNilAtFirst(_ binding: PatternBindingSyntax, of variable: VariableDeclSyntax) -> Bool {
    guard variable.bindingSpecifier.text == "var", let type = binding.typeAnnotation?.type else { return false }
    return type.is(OptionalTypeSyntax.self) || type.is(ImplicitlyUnwrappedOptionalTypeSyntax.self)
      || !variable.attributes.isEmpty
  }

  static func isComputed(_ binding: PatternBindingSyntax) -> Bool {
    guard binding.initializer == nil, let block = binding.accessorBlock else { return false }
    guard case .accessors(let accessors) = block.accessors else { return true }
    return !accessors.contains { ["willSet", "didSet"].contains($0.accessorSpecifier.text) }
  }

  static func names(in pattern: PatternSyntax) -> [String] {
    if let identifier = pattern.as(IdentifierPatternSyntax.self) { return [identifier.identifier.text] }
    if let tuple = pattern.as(TuplePatternSyntax.self) {
      return tuple.elements.flatMap { names(in: $0.pattern) }
    }
    if let binding = pattern.as(ValueBindingPatternSyntax.self) { return names(in: binding.pattern) }
    return []
  }
}

extension SyntaxProtocol {
  /// Its bytes in the file, blanks and comments around it left out.
  var bytes: Range<Int> {
    positionAfterSkippingLeadingTrivia.utf8Offset..<endPositionBeforeTrailingTrivia.utf8Offset
  }
}

/// Finds assignments to a variable, in nested statements too.
private final class AssignmentFinder: SyntaxVisitor {
  private let name: String
  private var found = false

  private init(_ name: String) {
    self.name = name
    super.init(viewMode: .sourceAccurate)
  }

  static func assigns(to name: String, in item: CodeBlockItemSyntax) -> Bool {
    let finder = AssignmentFinder(name)
    finder.walk(item)
    return finder.found
  }

  override func visit(_ node: SequenceExprSyntax) -> SyntaxVisitorContinueKind {
    let elements = Array(node.elements)
    for (target, element) in zip(elements, elements.dropFirst()) where element.is(AssignmentExprSyntax.self) {
      if target.tokens(viewMode: .sourceAccurate).contains(where: { $0.text.unquotedIdentifier == name }) {
        found = true
      }
    }
    return .visitChildren
  }
}
