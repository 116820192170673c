internal import SuperposeJSON
public import ToyLib

/// Five features of which one is denser or sparser than the others: how a pentagon deforms, and
/// when another shape becomes better.
///
/// Source: Elhage et al. (2022), "Non-Uniform Superposition: Perturbing a Single Feature"; figures
/// 17 and 18.
public struct PerturbedPentagon: TrainingExperiment {
  public static let name = "perturbed-pentagon"
  public static let source =
    "Elhage et al. (2022), Non-Uniform Superposition: Perturbing a Single Feature; figures 17, 18"
  public static let question = "What happens to a pentagon when one of its features gets rarer?"

  @Setting(from: "figure 17") public var features = 5
  /// 1 − S of all features but the first.
  @Setting(from: "figure 17") public var density = 0.05
  /// The first feature's density, relative to the others'.
  @Setting(from: "ours; the paper's are not listed") public var relativeDensities: [Double] = [
    0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.65, 0.8, 1, 1.5, 2.5, 4, 6.5, 10,
  ]
  @Setting(from: "ours") public var recipe = Training(
    steps: 10_000, optimiser: .adamW(rate: 0.003), schedule: .cosine, evaluationSamples: 1 << 20)
  /// Models for each density.
  @Setting(from: "ours: several, the lowest loss kept") public var restarts = 24
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [
      Parameter("hidden", 2, from: "figure 17"),
      Parameter("importance", 1, from: "figure 17"),
    ]
  }

  public mutating func shorten() {
    recipe.steps = 1_500
    restarts = 4
    relativeDensities = [0.1, 0.3, 1, 4]
  }

  public func run() throws -> PerturbedPentagonResult {
    let model = ReLUOutputModel(hidden: 2)
    return PerturbedPentagonResult(
      experiment: self,
      fits: try relativeDensities.map { relative in
        let data = data(relative)
        let models = try model.train(on: data, instances: restarts, seed: seed, training: recipe)
        return try PerturbedPentagonResult.Fits(relativeDensity: relative, models: models, on: data)
      })
  }

  /// All features of the baseline's density but the first.
  func data(_ relative: Double) -> SparseFeatures {
    let first = 1 - min(density * relative, 1)
    return SparseFeatures(
      sparsities: [first] + Array(repeating: 1 - density, count: features - 1))
  }
}
