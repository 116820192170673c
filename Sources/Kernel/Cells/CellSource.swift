internal import SwiftParser
internal import SwiftSyntax

/// A cell's text, read: what it declares and imports, and where the kernel's own words go.
///
/// The text is compiled as it stands. What is added stands after the user's own words on a line, so
/// that lines and columns of the compiler stay true; ``originalColumn(_:line:)`` tells where not.
public struct CellSource: Sendable {
  /// The cell as the user wrote it, magics and directives blanked.
  public let text: String
  /// Modules that the cell imports, in order, with the attributes and kind as written.
  public let imports: [Import]
  /// Names of top-level variables, in the order in which they are initialised.
  public let variables: [String]
  /// Names that a top-level `guard` binds: Swift keeps them to their file, and so to the cell.
  public let confined: [String]
  /// Names of top-level functions and types.
  public let declarations: [String]
  /// Names of top-level types and protocols.
  public let types: [String]
  /// Top-level functions.
  public let functions: [FunctionSignature]
  /// Whether later cells can see anything of this one: not of statements and expressions alone.
  public let declares: Bool
  /// Whether the last statement is an expression whose value is shown.
  public let showsValue: Bool

  /// The bytes of the last statement when it is an expression, shown or not: what the compiler says
  /// of an unused value there is no news.
  let lastExpression: Range<Int>?
  /// Where words are added: byte offsets into `text`, ascending.
  let insertions: [Insertion]
  /// Functions that the cell's calls ask for, declared before its first line.
  let helpers: String
  private let lineStarts: [Int]

  /// An import declaration.
  public struct Import: Sendable, Hashable {
    /// The module's name, without submodules.
    public let module: String
    /// The declaration as written, on one line.
    public let text: String
    let range: Range<Int>
  }

  struct Insertion: Sendable, Equatable {
    let offset: Int
    let text: String
  }

  /// Parses `text`. It never fails: the compiler reports syntax errors.
  ///
  /// - Parameter showsValue: Whether a last expression is to be shown at all.
  public init(_ text: String, showsValue: Bool = true) {
    let text = CellSource.blankDirectives(text.replacing("\r\n", with: "\n"))
    let file = Parser.parse(source: text)
    var reader = CellReader()
    for item in file.statements { reader.read(item) }
    reader.readLast(of: file.statements, showsValue: showsValue)
    self.text = text
    self.isEmpty = file.statements.isEmpty && !file.hasError
    self.imports = reader.imports
    self.variables = reader.variables
    self.confined = reader.confined
    self.declarations = reader.declarations
    self.types = reader.types
    self.functions = reader.functions
    self.declares = file.statements.contains { item in
      if case .decl = item.item { true } else { false }
    }
    self.showsValue = reader.showsValue
    self.lastExpression = reader.lastExpression
    self.insertions = reader.insertions
    self.helpers = reader.declarations.contains(InteractCall.name) ? "" : Self.helpers(for: file)
    self.lineStarts = [0] + text.utf8.enumerated().filter { $1 == 10 }.map { $0.offset + 1 }
  }

  private static func helpers(for file: SourceFileSyntax) -> String {
    guard file.description.contains(InteractCall.name) else { return "" }
    let finder = InteractCallFinder(viewMode: .sourceAccurate)
    finder.walk(file)
    return finder.calls.map(\.declaration).sorted().joined()
  }

  /// The same cell with nothing shown for its last expression.
  public func withoutValue() -> CellSource { CellSource(text, showsValue: false) }

  /// Nothing but blanks and whole comments.
  public let isEmpty: Bool

  /// The column in the user's text of a column in the compiled text, both counted from 1 in bytes.
  func originalColumn(_ column: Int, line: Int) -> Int {
    guard line >= 1, line <= lineStarts.count else { return column }
    let start = lineStarts[line - 1]
    var column = column
    for insertion in insertions where insertion.offset >= start {
      let place = insertion.offset - start + 1
      guard place < column else { break }
      // What lies inside the added words points to where they were added.
      column = max(place, column - insertion.text.utf8.count)
    }
    return column
  }

  /// Whether a column of the compiled text lies in words that the kernel added.
  func isGenerated(_ column: Int, line: Int) -> Bool {
    guard line >= 1, line <= lineStarts.count else { return true }
    var place = lineStarts[line - 1] + column - 1
    let end = line < lineStarts.count ? lineStarts[line] : Int.max
    for insertion in insertions where insertion.offset >= lineStarts[line - 1] {
      guard insertion.offset < end, insertion.offset <= place else { break }
      if place < insertion.offset + insertion.text.utf8.count { return true }
      place -= insertion.text.utf8.count
    }
    return false
  }

  /// Whether a place in the user's text, both counted from 1, lies in the last expression.
  func isInLastExpression(_ column: Int, line: Int) -> Bool {
    guard let lastExpression, line >= 1, line <= lineStarts.count else { return false }
    return lastExpression.contains(lineStarts[line - 1] + column - 1)
  }

  /// How many lines the user wrote, a line break at the very end not counted.
  var lineCount: Int { lineStarts.count - (text.last == "\n" ? 1 : 0) }

  /// Line `number`, counted from 1.
  public func line(_ number: Int) -> Substring? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return number >= 1 && number <= lines.count ? lines[number - 1] : nil
  }

  /// The text to compile: the user's, with insertions, and without imports of `known` modules.
  func compiledText(known: Set<String>) -> String {
    var bytes = Array(text.utf8)
    for item in imports where known.contains(item.module) {
      // A module that older cells brought in must be reached through them, or names that newer
      // cells have redefined would be ambiguous.
      for index in item.range where bytes[index] != 10 { bytes[index] = 32 }
    }
    for insertion in insertions.reversed() {
      bytes.insert(contentsOf: insertion.text.utf8, at: insertion.offset)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Lines for other tools (`#| label: fig-1`, Quarto's way) become comments of the same length.
  private static func blankDirectives(_ text: String) -> String {
    guard text.contains("#|") else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("#|") ? "//" + line.dropFirst(2) : String(line)
    }
    return lines.joined(separator: "\n")
  }
}

/// Collects what ``CellSource`` tells.
private struct CellReader {
  var imports: [CellSource.Import] = []
  var variables: [String] = []
  var confined: [String] = []
  var declarations: [String] = []
  var types: [String] = []
  var functions: [FunctionSignature] = []
  var insertions: [CellSource.Insertion] = []
  var showsValue = false
  var lastExpression: Range<Int>?

  mutating func read(_ item: CodeBlockItemSyntax) {
    switch item.item {
    case .decl(let declaration): read(declaration)
    case .stmt(let statement): read(statement)
    default: break  // Expressions; the library may learn of more.
    }
  }

  private mutating func read(_ declaration: DeclSyntax) {
    if let item = declaration.as(ImportDeclSyntax.self) {
      read(item)
    } else if let variable = declaration.as(VariableDeclSyntax.self) {
      let names = variable.bindings.flatMap { Self.names(in: $0.pattern) }
      let isComputed = variable.bindings.allSatisfy(Self.isComputed)
      if isComputed { declarations += names } else { note(names, after: variable) }
    } else if let item = declaration.as(ClassDeclSyntax.self) {
      declarations.append(item.name.text)
      types.append(item.name.text)
      writeOutInitializer(of: item)
    } else if let named = declaration.asProtocol((any NamedDeclSyntax).self) {
      declarations.append(named.name.text)
      if let function = named.as(FunctionDeclSyntax.self) { functions.append(FunctionSignature(function)) }
      if declaration.asProtocol((any DeclGroupSyntax).self) != nil { types.append(named.name.text) }
    }
  }

  private mutating func read(_ statement: StmtSyntax) {
    guard let statement = statement.as(GuardStmtSyntax.self) else { return }
    confined += statement.conditions.flatMap { condition in
      condition.condition.as(OptionalBindingConditionSyntax.self).map {
        Self.names(in: $0.pattern)
      } ?? []
    }
  }

  private mutating func read(_ item: ImportDeclSyntax) {
    guard let module = item.path.first?.name.text else { return }
    let range = item.positionAfterSkippingLeadingTrivia.utf8Offset
    imports.append(
      CellSource.Import(
        module: module, text: item.trimmedDescription,
        range: range..<item.endPositionBeforeTrailingTrivia.utf8Offset))
  }

  /// Gives a base class the initializer that the compiler would make.
  ///
  /// Swift 6.3 isolates the one it makes differently from that of a subclass, and then refuses the
  /// subclass ("different actor isolation from nonisolated overridden declaration").
  private mutating func writeOutInitializer(of item: ClassDeclSyntax) {
    let members = item.memberBlock.members.map(\.decl)
    guard item.inheritanceClause == nil, !item.hasError,
      !item.modifiers.contains(where: { $0.name.text == "final" }),
      !members.contains(where: { $0.is(InitializerDeclSyntax.self) }),
      members.compactMap({ $0.as(VariableDeclSyntax.self) }).allSatisfy(Self.isInitialised)
    else { return }
    let offset = item.memberBlock.leftBrace.endPositionBeforeTrailingTrivia.utf8Offset
    insertions.append(.init(offset: offset, text: " init() {};"))
  }

  private static func isInitialised(_ variable: VariableDeclSyntax) -> Bool {
    let isStatic = variable.modifiers.contains { ["static", "class"].contains($0.name.text) }
    return isStatic
      || variable.bindings.allSatisfy { binding in
        let isOptional = binding.typeAnnotation?.type.is(OptionalTypeSyntax.self) ?? false
        return binding.initializer != nil || isComputed(binding)
          || (isOptional && variable.bindingSpecifier.text == "var")
      }
  }

  /// Variables exist from here on.
  private mutating func note(_ names: [String], after node: some SyntaxProtocol) {
    variables += names
    let offset = node.endPositionBeforeTrailingTrivia.utf8Offset
    guard !node.hasError else { return }
    insertions.append(.init(offset: offset, text: ";__reached(\(variables.count))"))
  }

  mutating func readLast(of items: CodeBlockItemListSyntax, showsValue isWanted: Bool) {
    guard let last = items.last else { return }
    lastExpression =
      last.positionAfterSkippingLeadingTrivia.utf8Offset
      ..< last.endPositionBeforeTrailingTrivia.utf8Offset
    guard case .expr(let expression) = last.item else { return }
    guard isWanted, last.semicolon == nil, !expression.hasError, Self.hasValue(expression) else {
      return
    }
    showsValue = true
    insertions.append(
      .init(
        offset: expression.endPositionBeforeTrailingTrivia.utf8Offset, text: " ⏎ __shown"))
  }

  /// Assignments have no value to show.
  private static func hasValue(_ expression: ExprSyntax) -> Bool {
    if let item = expression.as(TryExprSyntax.self) { return hasValue(item.expression) }
    if let item = expression.as(AwaitExprSyntax.self) { return hasValue(item.expression) }
    if let item = expression.as(UnsafeExprSyntax.self) { return hasValue(item.expression) }
    guard let sequence = expression.as(SequenceExprSyntax.self) else { return true }
    return !sequence.elements.contains { $0.is(AssignmentExprSyntax.self) }
  }

  private static func isComputed(_ binding: PatternBindingSyntax) -> Bool {
    guard binding.initializer == nil, let block = binding.accessorBlock else { return false }
    guard case .accessors(let accessors) = block.accessors else { return true }
    return !accessors.contains { ["willSet", "didSet"].contains($0.accessorSpecifier.text) }
  }

  private static func names(in pattern: PatternSyntax) -> [String] {
    if let identifier = pattern.as(IdentifierPatternSyntax.self) {
      return [identifier.identifier.text]
    }
    if let tuple = pattern.as(TuplePatternSyntax.self) {
      return tuple.elements.flatMap { names(in: $0.pattern) }
    }
    if let binding = pattern.as(ValueBindingPatternSyntax.self) {
      return names(in: binding.pattern)
    }
    return []
  }
}
