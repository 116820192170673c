public import ToyLib

/// Three absolute values from six neurons: the smallest complete circuit.
///
/// Source: Elhage et al. (2022), "Computation in Superposition"; figures 32 and 33. The density is
/// ours: with as many neurons as the task needs, it does not matter.
public struct AbsoluteValue: TrainingExperiment {
  public static let name = "absolute-value"
  public static let source = "Elhage et al. (2022), Computation in Superposition; figures 32, 33"
  public static let question = "How does a network of ReLU neurons compute an absolute value?"

  @Setting(from: "figure 33") public var features = 3
  @Setting(from: "figure 33") public var neurons = 6
  /// 1 − S.
  @Setting(from: "ours: the paper gives none") public var density = 0.5
  @Setting(from: "ours") public var recipe = Training(
    steps: 6_000, optimiser: .adamW(rate: 3e-3), schedule: .linear)
  /// Models; the best is shown.
  @Setting(from: "ours: some end with a neuron missing") public var restarts = 20
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    recipe.steps = 600
    restarts = 4
  }

  public func run() throws -> AbsoluteValueResult {
    let models = try AbsoluteValueModel(hidden: neurons).train(
      on: SparseFeatures(count: features, density: density, magnitude: .signedUniform),
      instances: restarts, seed: seed, training: recipe)
    return AbsoluteValueResult(experiment: self, models: models)
  }
}
