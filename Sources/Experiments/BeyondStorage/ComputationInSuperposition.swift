public import ToyLib

/// A hundred absolute values from forty neurons, at seven densities.
///
/// Source: Elhage et al. (2022), "Computation in Superposition"; figures 34 and 35.
public struct ComputationInSuperposition: TrainingExperiment {
  public static let name = "computation-in-superposition"
  public static let source = "Elhage et al. (2022), Computation in Superposition; figures 34, 35"
  public static let question = "Can neurons compute with features that are in superposition?"

  @Setting(from: "figure 34") public var features = 100
  @Setting(from: "figure 34") public var neurons = 40
  /// 1 − S, one model for each.
  @Setting(from: "figure 34")
  public var densities: [Double] = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001]
  @Setting(from: "figure 34") public var importance: Importance = .geometric(0.8)
  @Setting(from: "ours") public var recipe = Training(
    steps: 20_000, optimiser: .adamW(rate: 4e-3), schedule: .linear)
  /// For rare features: large batches, because most samples are zero.
  @Setting(from: "ours") public var rareRecipe = Training(
    steps: 20_000, batch: 16_384, optimiser: .adamW(rate: 4e-3), schedule: .linear)
  /// The largest density that is trained with `rareRecipe`.
  @Setting(from: "ours") public var rareDensity = 0.003
  /// For the model that starts from a network without superposition: a smaller rate, which keeps
  /// what is good.
  @Setting(from: "ours") public var constructedRecipe = Training(
    steps: 5_000, batch: 4096, optimiser: .adamW(rate: 1e-3), schedule: .linear)
  /// Models from random weights for each density. One more starts from a network without
  /// superposition. The best is shown.
  @Setting(from: "ours") public var restarts = 3
  /// Standard deviations of the initial weights, taken in turn: dense and moderately sparse
  /// features train far better from small weights, the sparsest ones from Xavier initialisation.
  @Setting(from: "ours: lower losses than from one of them") public var deviations = [0.02, 0.12]
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    recipe.steps = 500
    rareRecipe.steps = 500
    rareRecipe.batch = 2048
    constructedRecipe.steps = 200
    restarts = 2
  }

  public func run() throws -> ComputationInSuperpositionResult {
    let runs = try tracked(densities).map { density in
      try models(SparseFeatures(count: features, density: density, magnitude: .signedUniform))
    }
    return try ComputationInSuperpositionResult(experiment: self, runs: runs)
  }
}
