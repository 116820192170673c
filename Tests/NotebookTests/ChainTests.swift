import SuperposeCells
import SuperposeNotebook
import Testing

/// The chain of cells, of cells that were never compiled.
@Suite struct `The chain of cells` {
  /// Appends a cell that ran to its end and initialised every variable.
  @discardableResult
  private func add(_ code: String, cellID: String? = nil, reaching count: Int? = nil, to chain: inout Chain)
    -> ChainLink
  {
    let number = chain.links.count + 1
    let unit = chain.nextUnit(chain.freshName(number), label: "Cell [\(number)]", source: CellSource(code))
    var link = ChainLink(
      image: CellImage(unit: unit, library: "", entry: unit.entry), code: code, executionCount: number,
      cellID: cellID)
    link.variablesReached = count ?? link.source.variables.count
    let replacements = chain.replacements(by: link.source, cellID: cellID)
    chain.supersede(by: link, replacements)
    chain.append(link)
    return link
  }

  @Test func `a cell imports by name what it mentions, each from the newest cell that declares it`() {
    var chain = Chain()
    add("let a = 1, b = 2\nstruct S {}", to: &chain)
    add("let a = 3", to: &chain)
    let sight = chain.sight(of: CellSource("print(a, S.self)"))
    #expect(
      sight
        == CellSight(
          base: Chain.root, names: [.init(.struct, "Superposecell1_1", "S"), .init(.var, "Superposecell2_1", "a")]))
    #expect(chain.sight(of: CellSource("1 + 1")).names.isEmpty)
    #expect(chain.sight(of: CellSource("let a = 5")).names.isEmpty)
  }

  @Test func `what has no name of its own brings its whole cell`() {
    var chain = Chain()
    add("let a = 1", to: &chain)
    add("extension Int {}\nlet b = 1", to: &chain)
    #expect(
      chain.sight(of: CellSource("a + b"))
        == CellSight(base: "Superposecell2_1", names: [.init(.var, "Superposecell1_1", "a")]))
  }

  @Test func `a function exports the older ones of its name`() {
    var chain = Chain()
    add("func f(_ x: Int) {}", to: &chain)
    let names = chain.sight(of: CellSource("func f(_ x: String) {}")).names
    #expect(names == [.init(.func, "Superposecell1_1", "f", isExported: true)])
  }

  @Test func `names of modules are never used twice`() {
    var chain = Chain()
    #expect([1, 1, 2].map { chain.freshName($0) } == ["Superposecell1_1", "Superposecell1_2", "Superposecell2_1"])
    var emptied = chain.emptied()
    #expect(emptied.freshName(1) == "Superposecell1_3" && emptied.links.isEmpty)
  }

  @Test func `variables are listed once, the newest declaration`() {
    var chain = Chain()
    add("let a = 1, b = 2", to: &chain)
    add("let c = 3\nlet a = 4", to: &chain)
    #expect(chain.variables == ["b", "c", "a"])
    #expect(chain.redeclaredNames(of: chain.links[1]) == ["a"])
  }

  @Test func `a variable that a failed cell did not reach is none, and hides the older one`() {
    var chain = Chain()
    add("let a = 1", to: &chain)
    add("let b = f()\nlet a = 2", reaching: 1, to: &chain)
    #expect(chain.variables == ["b"])
    chain.update("Superposecell2_1") { $0.unavailable = ["a": "never initialised"] }
    #expect(chain.unavailable == ["a": "never initialised"])
    add("let a = 3", to: &chain)
    #expect(chain.variables == ["b", "a"] && chain.unavailable.isEmpty)
  }

  @Test func `the next run of a cell replaces its declarations, except types`() {
    var chain = Chain()
    add("struct Point {}\nfunc step(_ x: Int) {}\nlet n = 1", cellID: "one", to: &chain)
    add("func step(_ x: Double) {}", cellID: "two", to: &chain)
    add("func step(_ x: String) {}", cellID: "one", to: &chain)
    #expect(chain.live.map(\.title) == ["cell [2]", "cell [3]"])
    #expect(chain.links[0].declarations.map(\.name) == ["Point"])
    #expect(chain.variables.isEmpty)
    #expect(chain.runs(of: "one").map(\.title) == ["cell [3]"] && chain.runs(of: nil).isEmpty)
  }

  @Test func `without an id, a cell with the same text as another is another cell`() {
    var chain = Chain()
    add("func step(_ x: Int) {}", to: &chain)
    add("func step(_ x: Double) {}", to: &chain)
    #expect(chain.live.count == 2)
  }

  @Test func `another cell loses an extension whose conformance is declared again`() {
    var chain = Chain()
    add("extension Int: P {}\nextension Int: Q {}", cellID: "one", to: &chain)
    add("extension Int: P { var p: Int { 1 } }", cellID: "two", to: &chain)
    #expect(chain.links[0].declarations.count == 1)
    #expect(!chain.links[0].isSuperseded)
  }

  @Test func `functions that a new one would make ambiguous are hidden`() throws {
    var chain = Chain()
    add("func f() -> Int { 1 }\nfunc g() {}", to: &chain)
    let edited = CellSource("func f() -> Double { 1 }")
    #expect(chain.functions(replacedBy: edited, cellID: nil, gone: []).map(\.baseName) == ["f"])
    #expect(chain.functions(replacedBy: edited, cellID: nil, gone: ["Superposecell1_1"]).isEmpty)
    let same = CellSource("func f() -> Int { 2 }")
    #expect(chain.functions(replacedBy: same, cellID: nil, gone: []).isEmpty)
  }

  @Test func `a deleted cell keeps what it declared`() {
    var chain = Chain()
    add("let a = 1", cellID: "one", to: &chain)
    chain.forget(cells: ["one", "unknown"])
    #expect(chain.links[0].isDeleted && chain.variables == ["a"])
  }

  @Test func `imports are known to later cells until a cell declares the name`() {
    var chain = Chain()
    add("import Foundation\nimport struct Glibc.tm", to: &chain)
    #expect(chain.importedModules == ["Foundation", "Glibc"])
    #expect(chain.known.single.map(\.text) == ["import struct Glibc.tm"])
    add("struct tm {}", to: &chain)
    #expect(chain.known.single.isEmpty)
  }
}
