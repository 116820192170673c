internal import SwiftParser
internal import SwiftSyntax

/// A cell's text, read: what it declares and imports, and where the kernel's own words go.
///
/// The text is compiled as it stands. What is added stands after the user's own words on a line, so
/// that lines and columns of the compiler stay true; ``originalColumn(_:line:)`` tells where not.
public struct CellSource: Sendable {
  /// The cell as the user wrote it, magics and directives blanked.
  public let text: String
  public let languageMode: LanguageMode
  /// Whether the cell's statements run on the main actor as the compiler sees it, although none waits.
  let isIsolated: Bool
  /// Whether members of its classes that are private stay so, for classes that declare what their base class keeps
  /// private.
  public let keepsClassesPrivate: Bool
  /// The names of private members of its classes.
  public let privateMembers: Set<String>
  /// Modules that the cell imports, in order, with the attributes and kind as written.
  public let imports: [Import]
  /// What the cell declares at its top level, in the active branches of `#if` too.
  public let declarations: [CellDeclaration]
  /// Names of top-level variables, in the order in which they are initialised.
  public let variables: [String]
  /// Names that belong to the cell alone, and what binds them.
  public let confined: [String: Confinement]
  /// Whether later cells can see anything of this one: not of statements and expressions alone.
  public let declares: Bool
  /// Whether it declares and does nothing else.
  public let onlyDeclares: Bool
  /// Whether the last statement is an expression whose value is shown.
  public let showsValue: Bool
  /// Nothing but blanks and whole comments.
  public let isEmpty: Bool

  /// What each `async let` is computed from, in bytes, by its name.
  let childTasks: [String: Range<Int>]
  /// Those of them that throw.
  let throwingTasks: Set<String>
  /// The modules of older cells' variables that a `guard` of this one shadows, by their names.
  public let shadowedModules: [String: String]

  /// Earlier cells' declarations that are part of this one, behind its own text.
  let additions: [Addition]
  /// Where the cell's own text ends.
  let ownEnd: Int
  /// The bytes of the trailing expression. The kernel displays its value, or a semicolon says that the
  /// value is not wanted, so the compiler's warning that it is unused is dropped.
  let lastExpression: Range<Int>?
  /// The bytes of statements inside the trailing expression, such as those of a closure. Their values
  /// are not displayed.
  let statementsInLastExpression: [Range<Int>]
  /// Where words are added: byte offsets into `text`, ascending.
  var insertions: [Insertion]
  /// Names of columns, which belong into the text if `Table` is the library's.
  let columnNames: [Insertion]
  /// Those of the insertions that depend on older cells.
  var dependentInsertions: [Insertion] = []
  /// Whether members of conformances were written into it.
  var hasWrittenMembers = false
  /// The lines of each `guard` statement that became a closure.
  public let guards: [ClosedRange<Int>]
  /// What is overwritten with blanks.
  let blanks: [Range<Int>]
  /// Functions that the cell's calls ask for, declared before its first line.
  let helpers: String
  /// The statement that runs a type marked `@main`.
  let mainCall: String?
  /// Whether it declares tests of Swift Testing.
  let declaresTests: Bool
  /// Its classes with test methods.
  let testCases: [TestCase]
  /// Whether its own code loops so often that optimisation pays.
  public let loopsHeavily: Bool
  /// Every name in the text, whatever it stands for there.
  public let words: Set<String>
  /// Whether later cells must import the whole module: something in it cannot be imported by name.
  public let isImportedWhole: Bool
  /// Every place where a name stands for itself.
  let mentions: [NameUses.Mention]
  /// Names in closures of statements that declare nothing: a task may use them later.
  public let namesInClosures: Set<String>
  /// Names in arguments of calls, operands, and values with an attribute, which a parameter that is an `@autoclosure`
  /// may keep.
  public let namesInArguments: Set<String>
  /// Names that it mentions without calling them. A function among them may have become a value.
  public let uncalledNames: Set<String>
  /// The bytes of each top-level statement.
  let statements: [Range<Int>]
  /// The line on which each of ``variables`` has its value for sure, counted from 1.
  private let initialisedLines: [Int]
  let lineStarts: [Int]

  /// What binds a name that Swift keeps to its file, and so to its cell.
  public enum Confinement: String, Sendable {
    case `guard`
    case asyncLet = "async let"
  }

  /// An import declaration.
  public struct Import: Sendable, Hashable {
    /// The module's name, without submodules.
    public let module: String
    /// The declaration as written, on one line.
    public let text: String
    /// The one declaration that is imported, as by `import struct Foundation.Date`.
    public let declaration: String?
    let range: Range<Int>
  }

  /// Declarations of an earlier cell, which could not be compiled without this one.
  public struct Addition: Sendable {
    public let label: String
    public let text: String

    public init(label: String, text: String) {
      self.label = label
      self.text = text
    }
  }

  struct Insertion: Sendable, Equatable {
    let offset: Int
    let text: String
  }

  /// Parses `text`. It never fails: the compiler reports syntax errors.
  ///
  /// - Parameters:
  ///   - showsValue: Whether a last expression is to be shown at all.
  ///   - isIsolated: Whether the cell's statements may use what is isolated to the main actor.
  ///   - keepsClassesPrivate: Whether members of its classes that are private stay so.
  ///   - throwingTasks: The names of `async let`s that throw.
  ///   - shadowedModules: The modules of older cells' variables that a `guard` may shadow.
  ///   - additions: Declarations of earlier cells that become part of this one.
  public init(
    _ text: String, languageMode: LanguageMode = .swift5, showsValue: Bool = true, isIsolated: Bool = false,
    keepsClassesPrivate: Bool = false, throwingTasks: Set<String> = [],
    shadowedModules: [String: String] = [:], additions: [Addition] = []
  ) {
    let own = CellSource.tidied(text)
    var text = own
    var markers: [Insertion] = []
    for addition in additions {
      text += "\n"
      markers.append(
        Insertion(offset: text.utf8.count, text: "#sourceLocation(file: \"\(addition.label)\", line: 1)\n"))
      text += CellSource.tidied(addition.text)
    }
    let ownEnd = own.utf8.count
    let file = LargeText.parse(text)
    let reader = CellReader(
      file, CellBuildConfiguration(languageMode: languageMode), showsValue: showsValue, isIsolated: isIsolated,
      keepsClassesPrivate: keepsClassesPrivate, throwingTasks: throwingTasks, shadowedModules: shadowedModules,
      ownEnd: ownEnd)
    let lineStarts = [0] + text.utf8.enumerated().filter { $1 == 10 }.map { $0.offset + 1 }
    self.text = text
    self.additions = additions
    self.ownEnd = ownEnd
    self.languageMode = languageMode
    self.isIsolated = isIsolated
    self.keepsClassesPrivate = keepsClassesPrivate
    self.throwingTasks = throwingTasks
    self.shadowedModules = shadowedModules
    childTasks = reader.childTasks
    self.lineStarts = lineStarts
    isEmpty = file.statements.isEmpty && !file.hasError
    privateMembers = reader.privateMembers
    imports = reader.imports
    declarations = reader.declarations
    variables = reader.initialisations.map(\.name)
    confined = reader.confined
    declares = !reader.declarations.isEmpty || !reader.imports.isEmpty
    onlyDeclares = reader.items.allSatisfy { item in
      if case .decl = item.item { true } else { false }
    }
    self.showsValue = reader.lastExpression?.showsValue ?? false
    lastExpression = reader.lastExpression?.range
    statementsInLastExpression = reader.lastExpression?.statements ?? []
    columnNames = reader.columnNames
    insertions = (reader.insertions + markers).sorted { $0.offset < $1.offset }
    blanks = reader.blanks
    helpers =
      reader.declarations.contains { $0.name == InteractCall.name } ? "" : Self.helpers(for: file)
    mainCall = reader.mainCall
    words = Self.words(of: file)
    isImportedWhole = reader.isImportedWhole
    declaresTests = reader.declaresTests
    testCases = reader.testCases
    loopsHeavily = reader.loopsHeavily
    mentions = reader.mentions
    namesInClosures = reader.namesInClosures
    namesInArguments = reader.namesInArguments
    uncalledNames = reader.uncalledNames
    statements = reader.items.map(\.bytes)
    guards = reader.guards.map { range in
      let end = lineStarts.partitioningIndex { $0 >= range.upperBound }
      return lineStarts.partitioningIndex { $0 > range.lowerBound }...end
    }
    initialisedLines = reader.initialisations.map { variable in
      guard variable.item < reader.items.count else { return Int.max }
      let end = reader.items[variable.item].bytes.upperBound
      return lineStarts.partitioningIndex { $0 >= end }
    }
  }

  /// How many of ``variables`` have their value when the cell stops at a line of its top level.
  public func variablesInitialised(before line: Int) -> Int {
    initialisedLines.prefix { $0 < line }.count
  }

  /// Names of functions and types.
  public var declaredNames: [String] {
    declarations.filter { declaration in
      switch declaration.kind {
      case .function, .type, .computedVariable: true
      case .other: !declaration.name.isEmpty
      case .variable, .extension: false
      }
    }.map(\.name)
  }

  /// Names of top-level types and protocols.
  public var types: [String] { declarations.filter { $0.kind == .type }.map(\.name) }

  /// Top-level functions.
  public var functions: [FunctionSignature] { declarations.compactMap(\.function) }

  static func words(of file: SourceFileSyntax) -> Set<String> {
    var words: Set<String> = []
    for token in file.tokens(viewMode: .sourceAccurate) {
      let text = token.text.unquotedIdentifier
      guard let first = text.first, first.isLetter || first == "_" || first == "$" else { continue }
      words.insert(first == "$" ? String(text.dropFirst()) : text)
    }
    return words
  }

  private static func helpers(for file: SourceFileSyntax) -> String {
    guard file.description.contains(InteractCall.name) else { return "" }
    let finder = InteractCallFinder(viewMode: .sourceAccurate)
    finder.walk(file)
    return finder.calls.map(\.declaration).sorted().joined()
  }

  /// Whether it is code after `%timeit`.
  var isMeasured: Bool { text.contains(#/__time(Async)?[({]/#) }

  package var hasChildTasks: Bool { !childTasks.isEmpty }

  /// Whether later cells await the variable of this name.
  package func isChildTask(_ name: String) -> Bool { childTasks.keys.contains(name) }

  /// Whether those names are in it, or there are none.
  var namesColumns: Bool { columnNames.allSatisfy(dependentInsertions.contains) }

  /// The text to compile: the user's, with insertions, and without the imports that `isKnown` says
  /// older cells have made.
  func compiledText(isKnown: (Import) -> Bool) -> String {
    // A module that older cells brought in must be reached through them, or names that newer
    // cells have redefined would be ambiguous.
    var bytes = blanked(blanks + imports.filter(isKnown).map(\.range))
    for insertion in insertions.reversed() {
      bytes.insert(contentsOf: insertion.text.utf8, at: insertion.offset)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The declarations that `isKept` says, as text without the words that other cells must not meet.
  func text(of kept: [CellDeclaration]) -> String {
    let bytes = blanked(blanks)
    var seen: Set<Int> = []
    return kept.filter { seen.insert($0.range.lowerBound).inserted }.map { declaration in
      var piece = Array(bytes[declaration.range])
      for insertion in insertions.reversed() where declaration.range.contains(insertion.offset) {
        piece.insert(contentsOf: insertion.text.utf8, at: insertion.offset - declaration.range.lowerBound)
      }
      return String(decoding: piece, as: UTF8.self) + "\n"
    }.joined()
  }

  func blanked(_ ranges: [Range<Int>]) -> [UInt8] {
    var bytes = Array(text.utf8)
    for range in ranges {
      for index in range where bytes[index] != 10 { bytes[index] = 32 }
    }
    return bytes
  }

  /// The text as the compiler takes it in the middle of a file: without a byte order mark, its `#!` line
  /// and lines for other tools (`#| label: fig-1`, Quarto's way) as comments of the same length.
  private static func tidied(_ text: String) -> String {
    let text = String(text.replacing("\r\n", with: "\n").trimmingPrefix("\u{FEFF}"))
    guard text.hasPrefix("#!") || text.contains("#|") else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
      line.hasPrefix("#|") || (index == 0 && line.hasPrefix("#!")) ? "//" + line.dropFirst(2) : String(line)
    }
    return lines.joined(separator: "\n")
  }
}

extension Array {
  /// The first index whose element satisfies `isLater`, which once true stays true.
  func partitioningIndex(where isLater: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isLater(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
