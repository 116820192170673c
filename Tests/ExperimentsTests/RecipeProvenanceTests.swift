import Foundation
import SuperposeExperiments
import SuperposeJSON
import SuperposePlot
import Synchronization
import Testing
import ToyLib

/// What a figure's file says of the training, against what `run()` trained with.
@Suite(.serialized) struct RecipeProvenanceTests {
  @Test(arguments: Catalogue.experiments.map { $0.name })
  func `a figure's file rebuilds the recipes that were used`(name: String) throws {
    let experiment = try #require(Catalogue.experiment(named: name))
    try check(experiment)
  }

  private func check(_ experiment: some Experiment) throws {
    let used = UsedRecipes()
    let result = try UsedRecipes.$log.withValue(used) { try experiment.shortened.run() }
    let figures = result.figures
    for name in figures.map(\.name) { Self.expectUnique(name, of: type(of: experiment).name) }
    let provenance = try readBack(figures[0].figure)
    #expect(provenance.version != nil && provenance.seed == experiment.seed)
    let recorded = Set(provenance.parameters.keys.compactMap { $0.split(separator: ".").first })
      .map(String.init).filter { !provenance.members(of: $0).isEmpty }
      // Langevin dynamics measure, they train nothing.
      .filter { $0 != "langevin" }
    var matched: Set<String> = []
    for recipe in used.recipes {
      let path = try recorded.first { try recipe.isRebuilt(from: provenance.members(of: $0)) }
      #expect(path != nil, "no path of \(recorded) has \(recipe.parameters)")
      if let path { matched.insert(path) }
    }
    #expect(matched == Set(recorded))
    try expectBaselines(of: result)
  }

  /// Every experiment has baselines, or says why not. Each comparison begins with nothing represented.
  private func expectBaselines<Outcome: ExperimentResult>(of result: Outcome) throws {
    let baselines = try result.baselines
    guard let reason = Outcome.Source.reasonWithoutBaselines else {
      #expect(!baselines.isEmpty)
      #expect(Set(baselines.map(\.data)).count == baselines.count)
      for comparison in baselines {
        #expect(comparison.baselines.count >= 3 && comparison.baselines[0].name == "zero output")
        #expect(comparison.trained.value >= 0 && comparison.baselines.allSatisfy { $0.loss.value >= 0 })
      }
      return
    }
    #expect(baselines.isEmpty && reason.hasSuffix(".") && reason.count > 20)
  }

  /// The provenance in the figure's file.
  private func readBack(_ figure: Figure) throws -> Provenance {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).svg").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try figure.save(path)
    return try Provenance.read(from: path)
  }

  private static let owners = Mutex<[String: String]>([:])

  /// All figures go into one folder.
  private static func expectUnique(_ figure: String, of experiment: String) {
    let owner = owners.withLock { owners in
      defer { owners[figure] = experiment }
      return owners[figure]
    }
    #expect(owner == nil, "\(owner ?? "") and \(experiment) both draw \(figure)")
  }
}

extension Recipe {
  /// Whether `members` rebuild this recipe. How dead latents are resampled differs between the
  /// variants of one experiment, which lists the variants.
  fileprivate func isRebuilt(from members: JSONObject) throws -> Bool {
    guard let rebuilt = try? Self(parameters: members) else { return false }
    return Self.compared(rebuilt.parameters) == Self.compared(parameters)
  }

  private static func compared(_ members: [(name: String, value: JSONValue)]) -> JSONObject {
    JSONObject(
      uniqueKeysWithValues: members.filter { !$0.name.hasPrefix("resampling") }
        .map { ($0.name, $0.value) })
  }
}
