internal import SuperposeJSON
internal import ToyLib

/// How many features of falling importance divide a few dimensions: the quadratic model against its
/// formula, and the ReLU output model over sparsities.
///
/// Source: Scherlis et al., "Polysemanticity and Capacity in Neural Networks" (2022). Sizes are
/// ours; the ReLU model's are those of Elhage et al., "Basic Results".
public struct CapacityAllocation: Experiment {
  public static let name = "capacity-allocation"
  public static let source =
    "Scherlis et al. (2022), Polysemanticity and Capacity; allocation and block structure"
  public static let question =
    "Who gets how much of too few dimensions, and what shape do the shares take?"

  public var features = 16
  public var hidden = 5
  /// v_i = ratio^i.
  public var importanceRatio = 0.85
  /// κ, one quadratic model for each.
  public var kurtoses = [2.5, 4, 8, 30]
  public var descents = 6
  public var descentSteps = 4_000
  /// 1 − S, one ReLU output model of 20 features in 5 dimensions, I = 0.7^i, for each.
  public var densities = [1, 0.3, 0.1, 0.03, 0.01]
  public var steps = 10_000
  public var restarts = 3
  public var seed: UInt64

  public init(seed: UInt64 = 1) { self.seed = seed }

  public init() { self.init(seed: 1) }

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "ours"),
      Parameter("hidden", .integer(hidden), from: "ours"),
      Parameter("importanceRatio", .number(importanceRatio), from: "ours"),
      Parameter("kurtoses", .array(kurtoses.map { .number($0) }), from: "ours: both sides of 3"),
      Parameter("descents", .integer(descents), from: "ours"),
      Parameter("descentSteps", .integer(descentSteps), from: "ours"),
      Parameter("densities", .array(densities.map { .number($0) }), from: "Elhage et al."),
      Parameter("steps", .integer(steps), from: "Colab"),
      Parameter("restarts", .integer(restarts), from: "ours"),
    ]
  }

  public var shortened: CapacityAllocation {
    var copy = self
    copy.descents = 2
    copy.descentSteps = min(descentSteps, 600)
    copy.steps = min(steps, 500)
    copy.restarts = 1
    return copy
  }

  public func run() throws -> CapacityAllocationResult {
    let importance = (0..<features).map { power(importanceRatio, $0) }
    let solutions = kurtoses.enumerated().map { index, kurtosis in
      QuadraticModel(importance: importance, hidden: hidden, kurtosis: kurtosis)
        .descended(restarts: descents, steps: descentSteps, seed: seed &+ UInt64(index))
    }
    let model = ReLUOutputModel(hidden: 5, importance: .geometric(0.7))
    let runs = try densities.map {
      try model.train(
        on: SparseFeatures(count: 20, density: $0), steps: steps, instances: restarts, seed: seed)
    }
    return CapacityAllocationResult(
      experiment: self, solutions: solutions, models: runs.map(\.best))
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { value, _ in value * base }
  }
}
