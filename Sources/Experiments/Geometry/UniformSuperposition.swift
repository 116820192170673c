internal import Foundation
internal import SuperposeJSON
public import ToyLib

/// Many features of equal importance and sparsity: the dimensionality of each, and the shapes that
/// they form.
///
/// Source: Elhage et al. (2022), "The Geometry of Superposition"; figures 13 and 14.
public struct UniformSuperposition: TrainingExperiment {
  public static let name = "uniform"
  public static let source =
    "Elhage et al. (2022), The Geometry of Superposition: Uniform Superposition; figures 13, 14"
  public static let question =
    "When all features are alike, how do they share the dimensions there are?"

  @Setting(from: "figure 13") public var features = 400
  @Setting(from: "figure 13") public var hidden = 30
  /// 1 − S, from dense to sparse.
  @Setting(from: "ours: 1/(1−S) from 1 to 100, finer where shapes change") public var densities =
    LogarithmicGrid.points(from: 1, to: 0.1, count: 22)
    + LogarithmicGrid.points(from: 0.07, to: 0.01, count: 6)
  @Setting(from: "ours") public var recipe = Training(
    steps: 10_000, batch: 512, optimiser: .adamW(rate: 0.005), schedule: .cosine,
    evaluationSamples: 1 << 12)
  /// The standard deviation of initial weights; small ones find more regular shapes.
  @Setting(from: "the Colab's for its 200 features") public var deviation = 0.02
  /// 1 − S of smaller models with 60 features in 9 dimensions, where the larger ones have few densities.
  @Setting(from: "ours: tetrahedra are there") public var fineDensities = [
    0.62, 0.64, 0.66, 0.68, 0.7, 0.72, 0.74, 0.76,
  ]
  /// The smaller models of each of these densities.
  @Setting(from: "ours") public var fineRestarts = 6
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [
      Parameter("importance", 1, from: "figure 13"),
      Parameter("fineFeatures", 60, from: "ours"), Parameter("fineHidden", 9, from: "ours"),
    ]
  }

  public mutating func shorten() {
    features = 60
    hidden = 6
    recipe.steps = 800
    recipe.batch = 128
    densities = LogarithmicGrid.points(from: 1, to: 0.05, count: 5)
    fineDensities = [0.7]
    fineRestarts = 2
  }

  public func run() throws -> UniformSuperpositionResult {
    let initial = InitialWeights.normal(deviation: deviation)
    let model = ReLUOutputModel(hidden: hidden, initialWeights: initial)
    let models = try model.train(
      on: densities.map { SparseFeatures(count: features, density: $0) }, seed: seed,
      training: recipe)
    let middle = densities.min { abs(log($0) + 1) < abs(log($1) + 1) } ?? 0.37
    let half = try ReLUOutputModel(hidden: hidden / 2, initialWeights: initial).train(
      on: SparseFeatures(count: features, density: middle), seed: seed, training: recipe)[0]
    let fine = try fineDensities.map { density in
      try ReLUOutputModel(hidden: 9, initialWeights: initial).train(
        on: SparseFeatures(count: 60, density: density), instances: fineRestarts, seed: seed,
        training: recipe)
    }
    return try UniformSuperpositionResult(
      experiment: self, models: models, half: half, halfDensity: middle, fine: fine)
  }
}
