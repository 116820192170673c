internal import SuperposeJSON
public import ToyLib

/// How many features of decreasing importance share a few dimensions: the quadratic model compared
/// with its formula, and the ReLU output model over sparsities.
///
/// Source: Scherlis et al., "Polysemanticity and Capacity in Neural Networks" (2022). Sizes are
/// ours; the ReLU model's are those of Elhage et al., "Basic Results".
public struct CapacityAllocation: TrainingExperiment {
  public static let name = "capacity-allocation"
  public static let source =
    "Scherlis et al. (2022), Polysemanticity and Capacity; allocation and block structure"
  public static let question =
    "Who gets how much of too few dimensions, and what shape do the shares take?"

  @Setting(from: "ours") public var features = 16
  @Setting(from: "ours") public var hidden = 5
  /// v_i = ratio^i.
  @Setting(from: "ours") public var importanceRatio = 0.85
  /// κ, one quadratic model for each.
  @Setting(from: "ours: both sides of 3") public var kurtoses = [2.5, 4, 8, 30]
  @Setting(from: "ours") public var descents = 6
  /// How the quadratic models are trained.
  @Setting(from: "ours") public var descent = GradientDescent(steps: 4_000, rate: 0.05)
  /// 1 − S, one ReLU output model of 20 features in 5 dimensions, I = 0.7^i, for each.
  @Setting(from: "Elhage et al.") public var densities = [1, 0.3, 0.1, 0.03, 0.01]
  @Setting(from: "ours") public var recipe = Training(steps: 10_000)
  @Setting(from: "ours") public var restarts = 3
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [
      Parameter(
        "ReLU output model", "20 features in 5 dimensions, importance 0.7^i", from: "Elhage et al.")
    ]
  }

  public mutating func shorten() {
    descents = 2
    descent.steps = min(descent.steps, 600)
    recipe.steps = min(recipe.steps, 500)
    restarts = 1
  }

  public func run() throws -> CapacityAllocationResult {
    let importance = (0..<features).map { power(importanceRatio, $0) }
    let solutions = kurtoses.enumerated().map { index, kurtosis in
      QuadraticModel(importance: importance, hidden: hidden, kurtosis: kurtosis)
        .descended(by: descent, restarts: descents, seed: seed &+ UInt64(index))
    }
    let model = ReLUOutputModel(hidden: 5, importance: .geometric(0.7))
    let runs = try densities.map {
      try model.train(
        on: SparseFeatures(count: 20, density: $0), instances: restarts, seed: seed,
        training: recipe)
    }
    return CapacityAllocationResult(
      experiment: self, solutions: solutions, models: runs.map(\.best))
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { value, _ in value * base }
  }
}
