/// A cell ready to compile: its text and its place in the chain of cells.
public struct CellUnit: Sendable {
  /// The module's name, such as `Superposecell7_1`.
  public var name: String
  /// What tracebacks and diagnostics call it, such as `Cell [7]`.
  public var label: String
  public var source: CellSource
  /// What it sees of earlier cells.
  public var sight: CellSight
  /// What earlier cells have imported.
  public var known: KnownImports
  public var isOptimised: Bool
  /// A folder whose modules stand for those of cells that are being run again.
  public var replacements: String?
  /// Names of private members of its classes that subclasses in other cells declare, too. A module that stands in place
  /// of the cell's own shows them as members that are chosen last.
  package var membersChosenLast: Set<String> = []

  public init(
    name: String, label: String, source: CellSource, sight: CellSight,
    known: KnownImports = KnownImports(), isOptimised: Bool = false, replacements: String? = nil
  ) {
    self.name = name
    self.label = label
    self.source = source
    self.sight = sight
    self.known = known
    self.isOptimised = isOptimised
    self.replacements = replacements
  }

  /// The name of the function that runs the cell.
  public var entry: String { "\(name)_main" }

  /// Every module that this cell can name.
  public var importedModules: Set<String> {
    known.linkedModules.union(source.imports.map(\.module))
  }

  /// What stands before the user's first line.
  ///
  /// An import of one declaration cannot be exported to later cells, so they repeat it.
  public var prelude: String {
    let repeated = known.single.map { "\($0.text)\n" }.joined()
    return "\(imports)\(repeated)\(source.helpers)"
      + "#sourceLocation(file: \"\(label)\", line: 1)\n"
  }

  /// The text that the compiler reads.
  ///
  /// What a cell imports is exported too, for the cells that follow.
  var compiledText: String {
    """
    \(prelude)\(source.compiledText(isKnown: known.includes))
    #sourceLocation(file: "\(importsLabel)", line: 1)
    \(ending.joined(separator: "\n"))
    __finished()
    \(exports)
    """
  }

  /// What runs after the cell's own statements: a type marked `@main`, tests, and the questions whether a
  /// test library or a check has recorded a failure.
  private var ending: [String] {
    let usesTestLibrary = !TestListener.modules.isDisjoint(with: importedModules)
    let runsTests = source.declaresTests && importedModules.contains(TestListener.swiftTesting)
    let testCases = importedModules.contains(TestListener.xctest.module) ? source.testCases : []
    return [
      source.isIsolated ? "await __isolated()" : nil, source.mainCall,
      runsTests ? "try await __runTests(of: \"\(name)\")" : nil,
      testCases.isEmpty ? nil : testCases.map(\.statement).joined(separator: "\n"),
      usesTestLibrary ? "__checkTests()" : nil, "__settleChecks()",
    ].compactMap(\.self)
  }

  private var imports: String {
    sight.text(isExported: source.isImportedWhole, hidesPrivate: source.keepsClassesPrivate)
  }

  private var exports: String {
    source.imports.filter { $0.declaration == nil && !known.includes($0) }.map { item in
      "@_exported \(item.text)\n"
    }.joined()
  }

  /// A module with some of the cell's declarations only, for later cells to see in its place.
  func interface(of kept: [CellDeclaration]) -> String {
    "\(imports)\(exports)\(known.single.map { "\($0.text)\n" }.joined())"
      + source.imports.map { "\($0.text)\n" }.joined()
      + source.choosingLast(privateMembers: membersChosenLast).text(of: kept)
  }
}

/// What earlier cells have imported, as far as the next cell must know it.
public struct KnownImports: Sendable, Equatable {
  /// Modules that were imported whole.
  public var whole: Set<String> = []
  /// Imports of one declaration each, of names that no cell has declared since.
  public var single: [CellSource.Import] = []
  /// Modules whose libraries a cell needs.
  public var linkedModules: Set<String> = []

  public init() {}

  /// Whether an import brings nothing that older cells have not brought.
  func includes(_ item: CellSource.Import) -> Bool {
    whole.contains(item.module) || (item.declaration != nil && single.contains { $0.text == item.text })
  }
}

/// A compiled cell.
public struct CellImage: Sendable {
  public var unit: CellUnit
  /// The shared library's path, and the name of the function in it that runs the cell.
  public var library: String
  public var entry: String
  public var warnings: [Diagnostic]
  public let symbols: ImageSymbols
  /// The symbols of its stored variables, by their names.
  public let symbolsOfVariables: [String: String]

  package init(
    unit: CellUnit, library: String, entry: String, warnings: [Diagnostic] = [], symbols: ImageSymbols = .none
  ) {
    self.unit = unit
    self.library = library
    self.entry = entry
    self.warnings = warnings
    self.symbols = symbols
    symbolsOfVariables = symbols.variables(of: unit.name)
  }
}
