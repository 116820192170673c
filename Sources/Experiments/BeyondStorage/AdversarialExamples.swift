public import ToyLib

/// Adversarial attacks on models from dense to sparse: does superposition make them vulnerable?
///
/// Source: Elhage et al. (2022), "Adversarial robustness"; figures 26 and 27. Sizes are those of
/// Gorton and Lewis (2025), as the paper gives none.
public struct AdversarialExamples: TrainingExperiment {
  public static let name = "adversarial-examples"
  public static let source =
    "Elhage et al. (2022), Relationship to Adversarial Robustness; figures 26, 27"
  public static let question = "Does superposition make models vulnerable to adversarial examples?"

  @Setting(from: "Gorton and Lewis (2025)") public var features = 100
  @Setting(from: "Gorton and Lewis (2025)") public var hidden = 20
  /// 1 − S, one model for each; the first is the one without superposition.
  @Setting(from: "ours") public var densities: [Double] = [
    1, 0.8, 0.6, 0.5, 0.44, 0.36, 0.3, 0.26, 0.2, 0.15, 0.12, 0.09, 0.07, 0.05, 0.03, 0.01,
    0.003, 0.001,
  ]
  /// With a constant rate the noise of gradients keeps dense models 10 % above the best linear one.
  @Setting(from: "ours") public var recipe = Training(
    steps: 8_000, schedule: .cosine, evaluationSamples: 1 << 12)
  /// ε as a fraction of the mean length of the inputs: of the first model's inputs, with the same ε
  /// for all models, and of each model's inputs.
  @Setting(from: "Adversarial Robustness") public var strength = 0.1
  /// Attacked inputs of each model.
  @Setting(from: "ours") public var samples = 300
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    densities = [1, 0.44, 0.2, 0.09]
    recipe.steps = 400
    samples = 40
  }

  public func run() throws -> AdversarialExamplesResult {
    let samplers = densities.map { SparseFeatures(count: features, density: $0) }
    let models = try ReLUOutputModel(hidden: hidden).train(
      on: samplers, seed: seed, training: recipe)
    let inputs = try samplers.map { try $0.samples(samples, seed: seed) }
    func attacked(_ radius: (Matrix) -> Double) throws -> [Vulnerability] {
      try zip(models, inputs).map { model, inputs in
        try model.network.vulnerability(on: inputs, radius: radius(inputs))
      }
    }
    let common = strength * (inputs.first?.meanRowNorm ?? 1)
    return AdversarialExamplesResult(
      experiment: self, networks: models.map(\.network),
      equallyAttacked: try attacked { _ in common },
      ownAttacked: try attacked { strength * $0.meanRowNorm })
  }
}
