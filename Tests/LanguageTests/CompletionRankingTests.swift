import Foundation
import SuperposeEvaluation
import SuperposeLanguage
import Testing

struct CompletionRankingTests {
  private let context = CellContext(
    moduleName: "Cell3", prelude: "", compilerArguments: [], cellModules: ["Cell1", "Cell2"],
    projectModules: ["ToyLib"], importableModules: ["Foundation", "ToyLib"])

  @Test func `the cell's own names come first, then those of cells, the project, Swift and C`() throws {
    let names = try texts([
      candidate("sleepy", module: "Glibc"), candidate("sort", module: "Swift"),
      candidate("train", module: "ToyLib"), candidate("earlier", module: "Cell1"),
      candidate("own", module: "Cell3"),
      candidate("near", context: "source.codecompletion.context.local"),
    ])
    #expect(names == ["near", "own", "earlier", "train", "sort", "sleepy"])
  }

  @Test func `names that begin with an underscore come last`() throws {
    #expect(
      try texts([candidate("_own", module: "Cell3"), candidate("sleepy", module: "Glibc")])
        == ["sleepy", "_own"])
  }

  @Test func `inside a group names are sorted, whatever their case, each once`() throws {
    let names = ["beta", "Alpha", "gamma", "Beta", "beta"]
    #expect(
      try texts(names.map { try candidate($0, module: "Swift") })
        == ["Alpha", "Beta", "beta", "gamma"])
  }

  @Test func `candidates that begin with the typed letters hide the others`() throws {
    let candidates = try ["map", "max", "Map"].map { try candidate($0, module: "Swift") }
    #expect(try texts(candidates, prefix: "ma") == ["map", "max"])
    // Nothing begins so: perhaps the case is wrong.
    #expect(try texts(candidates, prefix: "MA") == ["Map", "map", "max"])
  }

  @Test func `modules of cells are not offered`() throws {
    let modules = try ["Cell1", "Foundation"].map {
      try candidate($0, kind: "source.lang.swift.decl.module")
    }
    #expect(try texts(modules) == ["Foundation"])
  }

  @Test func `behind import only modules of use are offered`() throws {
    let modules = try ["Foundation", "ToyLib", "_InternalThing"].map {
      try candidate($0, kind: "source.lang.swift.decl.module")
    }
    let place = CompletionRanking.Place(isBehindImport: true)
    #expect(try texts(modules, place: place) == ["Foundation", "ToyLib"])
  }

  @Test func `at an argument labels come first, and few keywords`() throws {
    let place = CompletionRanking.Place(isAtArgument: true)
    let candidates = [
      try candidate("own", module: "Cell3"),
      try candidate("steps: ", kind: "source.lang.swift.pattern"),
      try candidate("consume", kind: "source.lang.swift.keyword"),
      try candidate("await", kind: "source.lang.swift.keyword"),
    ]
    #expect(try texts(candidates, place: place) == ["steps: ", "own", "await"])
  }

  @Test func `members of an optional's value need the dot to be replaced`() throws {
    let chained = try candidate("?.count", module: "Swift", bytesToErase: 1)
    #expect(try texts([chained]) == [])
    let ranking = CompletionRanking(context: context, prefix: "", startsAtDot: true)
    #expect(ranking.items(from: [chained]).map(\.text) == ["?.count"])
  }

  private func texts(
    _ candidates: [CompletionCandidate], prefix: String = "",
    place: CompletionRanking.Place = CompletionRanking.Place()
  ) throws -> [String] {
    CompletionRanking(context: context, prefix: prefix, place: place).items(from: candidates)
      .map(\.text)
  }

  /// A candidate as sourcekitd describes it.
  private func candidate(
    _ name: String, kind: String = "source.lang.swift.decl.var.global", module: String? = nil,
    context: String? = nil, bytesToErase: Int? = nil
  ) throws -> CompletionCandidate {
    var keys: [String: Any] = [
      "key.kind": kind, "key.name": name, "key.description": name, "key.sourcetext": name,
    ]
    keys["key.modulename"] = module
    keys["key.context"] = context
    keys["key.num_bytes_to_erase"] = bytesToErase
    return try JSONDecoder().decode(
      CompletionCandidate.self, from: JSONSerialization.data(withJSONObject: keys))
  }
}
