internal import SuperposeCells

/// The cells that the host has loaded, oldest first. Each sees all before it.
struct Chain: Sendable {
  private(set) var links: [ChainLink] = []
  private var names: [String: Int] = [:]

  /// The module through which the next cell sees everything. A cell that declares nothing has none.
  var head: String { links.last { $0.image.unit.source.declares }?.head ?? Chain.root }

  /// The module that every first cell imports: ToyLib, Plot, Display and the kernel's own words.
  static let root = "SuperposeCellSupport"

  /// Every module that some cell has imported.
  var knownModules: Set<String> {
    links.reduce(into: [Chain.root]) { $0.formUnion($1.image.unit.importedModules) }
  }

  mutating func append(_ link: ChainLink) { links.append(link) }

  /// Puts a shadow module over a cell's own.
  mutating func cover(_ link: ChainLink, with shadow: String) {
    guard let index = links.lastIndex(where: { $0.image.unit.name == link.image.unit.name }) else {
      return
    }
    links[index].shadow = shadow
  }

  /// A module name for cell `count` that no cell of this session has had.
  mutating func freshName(_ count: Int) -> String {
    let name = "Cell\(count)"
    let uses = names[name, default: 0] + 1
    names[name] = uses
    return uses == 1 ? name : "\(name)_\(uses)"
  }

  /// The next cell to compile: it sees every cell of the chain.
  func nextUnit(
    _ name: String, label: String, source: CellSource, isOptimised: Bool = false
  ) -> CellUnit {
    CellUnit(
      name: name, label: label, source: source, previous: head, knownModules: knownModules,
      isOptimised: isOptimised)
  }

  /// The same session with nothing loaded.
  func emptied() -> Chain {
    var chain = self
    chain.links = []
    return chain
  }

  /// Functions that `source` redeclares with a different return type, different effects or extra
  /// defaulted parameters.
  func functions(replacedBy source: CellSource) -> [FunctionSignature] {
    let own = Set(source.functions.map(\.header))
    var seen: Set<String> = []
    return links.flatMap(\.image.unit.source.functions).filter { old in
      !own.contains(old.header) && source.functions.contains { $0.replaces(old) }
        && seen.insert(old.header).inserted
    }
  }

  /// Names of variables that can be used, newest declaration only, in order of declaration.
  var variables: [String] {
    var seen: Set<String> = []
    var names: [String] = []
    for link in links.reversed() {
      for name in link.usableVariables.reversed() where seen.insert(name).inserted {
        names.append(name)
      }
      seen.formUnion(link.unreachedVariables)
    }
    return names.reversed()
  }

  /// The cells that have declared a type of this name, oldest first.
  func labels(declaringType name: String) -> [String] {
    links.filter { $0.image.unit.source.types.contains(name) }.map(\.image.unit.label)
  }

  /// The newest cell whose top-level `guard` has bound a name.
  func label(confining name: String) -> String? {
    links.last { $0.image.unit.source.confined.contains(name) }?.image.unit.label
  }

  /// Names of functions and types, newest declaration only.
  var declarations: [String] {
    var seen: Set<String> = []
    return links.flatMap(\.image.unit.source.declarations).filter { seen.insert($0).inserted }
  }
}

/// One loaded cell.
struct ChainLink: Sendable {
  var image: CellImage
  /// The code as the user submitted it.
  var code: String
  var executionCount: Int
  /// How many of its variables were initialised.
  var variablesReached: Int
  /// The shadow module over the cell's own, when the cell left variables uninitialised.
  var shadow: String?

  var head: String { shadow ?? image.unit.name }

  var usableVariables: ArraySlice<String> { image.unit.source.variables.prefix(variablesReached) }

  var unreachedVariables: ArraySlice<String> {
    image.unit.source.variables.dropFirst(variablesReached)
  }
}
