public import ToyLib

/// Ten features in five neurons, from dense to sparse: from one feature per neuron to codes.
///
/// Source: Elhage et al. (2022), "Superposition in a Privileged Basis"; figures 29 and 30.
public struct NeuronRegimes: TrainingExperiment {
  public static let name = "neuron-regimes"
  public static let source =
    "Elhage et al. (2022), Superposition in a Privileged Basis; figures 29, 30"
  public static let question = "How do five neurons represent ten features?"

  @Setting(from: "figure 30") public var features = 10
  @Setting(from: "figure 30") public var neurons = 5
  /// 1 − S, one of each of the paper's regimes.
  @Setting(from: "ours, one in each regime")
  public var densities: [Double] = [0.75, 0.35, 0.15, 0.11, 0.06, 0.02]
  @Setting(from: "figure 30") public var importance: Importance = .geometric(0.75)
  @Setting(from: "ours") public var recipe = Training(
    steps: 6_000, batch: 512, optimiser: .adamW(rate: 3e-3), schedule: .linear,
    evaluationSamples: 1 << 17)
  /// Models for each density; the one of lowest loss is shown.
  @Setting(from: "figure 30") public var restarts = 1_000
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    recipe.steps = 600
    restarts = 12
  }

  public func run() throws -> NeuronRegimesResult {
    let model = ReLUHiddenModel(hidden: neurons, importance: importance)
    let regimes = try densities.map { density in
      let models = try model.train(
        on: SparseFeatures(count: features, density: density), instances: restarts, seed: seed,
        training: recipe)
      return try NeuronRegimesResult.Regime(density: density, models: models)
    }
    return NeuronRegimesResult(experiment: self, regimes: regimes)
  }
}
