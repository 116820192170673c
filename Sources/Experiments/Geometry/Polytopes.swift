internal import SuperposeJSON
public import ToyLib

/// The structure of polytopes: tegum products, low-rank matrices, and the polytopes that training
/// finds in three dimensions.
///
/// Source: Elhage et al. (2022), "The Geometry of Superposition"; figures 15 and 16.
public struct Polytopes: TrainingExperiment {
  public static let name = "polytopes"
  public static let source =
    "Elhage et al. (2022), The Geometry of Superposition: tegum products, polytopes and low-rank "
    + "matrices; figures 15, 16"
  public static let question = "Which shapes do features form, and what are they made of?"

  /// n of each model trained, in three dimensions.
  @Setting(from: "ours") public var features = [4, 5, 6, 7, 8]
  @Setting(from: "ours") public var density = 0.03
  @Setting(from: "ours") public var recipe = Training(
    steps: 10_000, optimiser: .adamW(rate: 0.003), schedule: .cosine)
  /// Models for each n; the best is shown.
  @Setting(from: "ours; the best is shown") public var restarts = 16
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [
      Parameter("hidden", 3, from: "ours: shapes that can be drawn"),
      Parameter("importance", 1, from: "the section's"),
    ]
  }

  public mutating func shorten() {
    features = [6]
    recipe.steps = 1_500
    restarts = 3
  }

  public func run() throws -> PolytopesResult {
    let runs = try features.map {
      try ReLUOutputModel(hidden: 3).train(
        on: SparseFeatures(count: $0, density: density), instances: restarts, seed: seed,
        training: recipe)
    }
    return try PolytopesResult(experiment: self, runs: runs)
  }
}
