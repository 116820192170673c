internal import SuperposeJSON
public import ToyLib

/// Three pairs of correlated features in two dimensions, from dense to sparse: from principal
/// components to superposition.
///
/// Source: Elhage et al. (2022), "Collapsing of Correlated Features"; figure 23.
public struct CollapsingPairs: TrainingExperiment {
  public static let name = "collapsing-pairs"
  public static let source = "Elhage et al. (2022), Collapsing of Correlated Features; figure 23"
  public static let question = "When is superposition like principal component analysis?"

  @Setting(from: "figure 23") public var pairs = 3
  /// 1 − S of a pair, one model for each, dense to sparse.
  @Setting(from: "one in each regime of figure 23")
  public var densities: [Double] = [0.8, 0.4, 0.2, 0.1, 0.03]
  @Setting(from: "ours") public var recipe = Training(
    steps: 10_000, optimiser: .adamW(rate: 3e-3), schedule: .linear)
  /// Models for each density; the best is shown.
  @Setting(from: "ours: the hexagon is hard to find") public var restarts = 40
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [Parameter("hidden", 2, from: "figure 23")]
  }

  public mutating func shorten() {
    recipe.steps = 1_000
    restarts = 6
  }

  public func run() throws -> CollapsingPairsResult {
    let regimes = try densities.map { density in
      let groups = FeatureGroups.correlated(sets: pairs, of: 2, sparsity: 1 - density)
      let models = try ReLUOutputModel(hidden: 2).train(
        on: groups, instances: restarts, seed: seed, training: recipe)
      return CollapsingPairsResult.Regime(
        density: density, model: models.best,
        sets: try models.best.correlatedSets(groups.members))
    }
    return CollapsingPairsResult(experiment: self, regimes: regimes)
  }
}
