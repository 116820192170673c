package import SuperposeCells

/// The cells that the host has loaded, oldest first. Each sees what it mentions of those before it.
package struct Chain: Sendable {
  package private(set) var links: [ChainLink] = []
  private var names: [Int: Int] = [:]
  /// What the cells have imported, and the next cell sees.
  package private(set) var known = Chain.rootImports
  /// Symbols of older cells whose users use a newer cell's instead.
  private(set) var rebound: Set<String> = []
  /// How many cells have declared each name.
  private var declarationCounts: [String: Int] = [:]

  package init() {}

  /// The module that every first cell imports: ToyLib, Plot, Display and the kernel's own words.
  package static let root = "SuperposeCellSupport"

  private static let rootImports: KnownImports = {
    var known = KnownImports()
    known.whole = [Chain.root]
    return known
  }()

  /// The names of a cell's declarations that another cell has declared too.
  package func redeclaredNames(of link: ChainLink) -> Set<String> {
    Set(link.source.declarations.map(\.name)).filter { declarationCounts[$0, default: 0] > 1 }
  }

  /// The cells that no newer run of the same cell has replaced.
  package var live: [ChainLink] { links.filter { !$0.isSuperseded } }

  package mutating func append(_ link: ChainLink) {
    links.append(link)
    known.note(link.source)
    rebound.formUnion(link.rebindings.filter { $0.to != nil }.map(\.from))
    for name in Set(link.source.declarations.map(\.name)) { declarationCounts[name, default: 0] += 1 }
  }

  /// Changes the link of a module.
  package mutating func update(_ module: String, _ change: (inout ChainLink) -> Void) {
    guard let index = links.lastIndex(where: { $0.image.unit.name == module }) else { return }
    change(&links[index])
  }

  /// A module name for cell `count` that no cell of this session has had.
  package mutating func freshName(_ count: Int) -> String {
    names[count, default: 0] += 1
    return "Superposecell\(count)_\(names[count, default: 1])"
  }

  /// The next cell to compile: it sees of every cell of the chain what it mentions.
  package func nextUnit(
    _ name: String, label: String, source: CellSource, isOptimised: Bool = false
  ) -> CellUnit {
    CellUnit(
      name: name, label: label, source: source, sight: sight(of: source), known: known,
      isOptimised: isOptimised)
  }

  /// Whether preparing completion takes so long that it would slow the next cell. It loads every cell's module.
  var isLong: Bool { links.count >= 100 }

  /// The same session with nothing loaded.
  package func emptied() -> Chain {
    var chain = Chain()
    chain.names = names
    return chain
  }

  /// Names of variables that can be used, newest declaration only, in order of declaration.
  package var variables: [String] { variablesWithCells.map(\.name) }

  /// Variables that can be used, and the cells that declare them.
  var variablesWithCells: [(name: String, cell: ChainLink)] {
    var seen: Set<String> = []
    var found: [(name: String, cell: ChainLink)] = []
    for link in live.reversed() {
      for name in link.usableVariables.reversed() where seen.insert(name).inserted {
        if link.unavailable[name] == nil { found.append((name, link)) }
      }
      seen.formUnion(link.unreachedVariables)
      seen.formUnion(link.unavailable.keys)
    }
    return found.reversed()
  }

  /// The reason for each name that a failed cell left unusable and no cell has declared since.
  package var unavailable: [String: String] {
    links.reduce(into: [:]) { found, link in
      for declaration in link.source.declarations { found[declaration.name] = nil }
      found.merge(link.unavailable) { $1 }
    }
  }

  /// The cells that have declared a type of this name, oldest first.
  package func labels(declaringType name: String) -> [String] {
    links.filter { $0.source.types.contains(name) }.map(\.image.unit.label)
  }

  /// The newest cell that declares a type of this name at the top level or in another type.
  func cell(declaringTypeAtAnyDepth name: String) -> ChainLink? {
    links.last { link in
      link.source.types.contains(name)
        || link.source.declarations.contains { $0.shapes.keys.contains { $0.hasSuffix(".\(name)") } }
    }
  }

  /// The newest cell to which a name belongs alone.
  func link(confining name: String) -> ChainLink? { links.last { $0.source.confined[name] != nil } }

  /// Names of functions and types, newest declaration only.
  package var declarations: [String] {
    var seen: Set<String> = []
    return links.flatMap(\.declaredNames).filter { seen.insert($0).inserted }
  }

  /// The modules that cells have imported, in order.
  package var importedModules: [String] {
    var seen: Set<String> = []
    return links.flatMap(\.source.imports).map(\.module).filter { seen.insert($0).inserted }
  }
}

/// One loaded cell.
package struct ChainLink: Sendable {
  @Boxed package var image: CellImage
  /// The code as the user submitted it.
  package var code: String
  package var executionCount: Int
  /// The front end's name of the cell; `nil` when it sent none.
  package var cellID: String?
  /// What the host does for the cell before it runs.
  package var rebindings: [Rebinding] = []
  /// How many of its variables were initialised.
  package var variablesReached = 0
  /// The shadow module over the cell's own, when the cell left variables uninitialised.
  package var shadow: String?
  /// Names that the shadow module makes unavailable, each with the reason.
  package var unavailable: [String: String] = [:]
  /// Whether a newer run of the same cell stands in its place.
  package var isSuperseded = false
  /// Whether the cell's next run has left types of it as they are.
  package var keepsTypes = false
  /// Whether the front end has said that the cell is deleted.
  package var isDeleted = false
  /// The declarations that later cells still see; `nil` for all.
  package var visible: [CellDeclaration]?
  /// Whether a module that shows only those stands in the place of its own.
  package var isReplaced = false
  /// Variables whose old values have been released.
  package var released: Set<String> = []

  package init(
    image: CellImage, code: String, executionCount: Int, cellID: String?, rebindings: [Rebinding] = []
  ) {
    self.image = image
    self.code = code
    self.executionCount = executionCount
    self.cellID = cellID
    self.rebindings = rebindings
  }

  package var source: CellSource { image.unit.source }

  /// Names of functions and types that can be used.
  fileprivate var declaredNames: [String] {
    guard isSuperseded else { return source.declaredNames }
    return keepsTypes ? declarations.filter(\.outlivesEdits).map(\.name) : []
  }

  /// The cell in a sentence: `cell [3]`.
  package var title: String { image.unit.label.lowercased() }

  var usableVariables: ArraySlice<String> { source.variables.prefix(variablesReached) }

  var unreachedVariables: ArraySlice<String> { source.variables.dropFirst(variablesReached) }

  /// The declarations that cells compiled from now on see.
  package var declarations: [CellDeclaration] { visible ?? source.declarations }
}

extension KnownImports {
  /// Notes a cell's imports, and that its declarations win over imports of the same names.
  fileprivate mutating func note(_ source: CellSource) {
    for item in source.imports {
      linkedModules.insert(item.module)
      if item.declaration == nil {
        whole.insert(item.module)
        single.removeAll { $0.module == item.module }
      } else if !single.contains(where: { $0.text == item.text }), !whole.contains(item.module) {
        single.append(item)
      }
    }
    let names = Set(source.declarations.map(\.name))
    single.removeAll { $0.declaration.map(names.contains) ?? false }
  }
}
