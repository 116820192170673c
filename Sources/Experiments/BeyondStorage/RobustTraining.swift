public import ToyLib

/// Adversarial training with attacks from zero to the length of the inputs.
///
/// Source: Elhage et al. (2022), "Adversarial robustness", which says so in words; no figure, no
/// sizes.
public struct RobustTraining: TrainingExperiment {
  public static let name = "adversarial-training"
  public static let source = "Elhage et al. (2022), Relationship to Adversarial Robustness; text"
  public static let question = "Does training against attacks remove superposition?"

  @Setting(from: "ours: the paper gives none") public var features = 40
  @Setting(from: "ours: the paper gives none") public var hidden = 8
  /// 1 − S.
  @Setting(from: "ours: the paper gives none") public var density = 0.1
  /// The lengths of attacks as fractions of the inputs' mean length; one model for each.
  @Setting(from: "ours, up to the paper's 0.8")
  public var strengths: [Double] = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
  @Setting(from: "ours") public var recipe = Training(
    steps: 4_000, batch: 256, optimiser: .adamW(rate: 3e-3), schedule: .linear)
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    strengths = [0, 0.4, 0.8]
    recipe.steps = 200
  }

  public func run() throws -> RobustTrainingResult {
    let sampler = SparseFeatures(count: features, density: density)
    let networks = try strengths.map { strength in
      try AdversarialTraining(strength: strength, recipe: recipe)
        .train(ReLUOutputModel(hidden: hidden), on: sampler, seed: seed)
    }
    let losses = try networks.map { try $0.loss(on: sampler) }
    return RobustTrainingResult(
      experiment: self, networks: networks, losses: losses,
      baselines: Baselines(try compared(networks).map { try $0.comparison(seed: seed) }))
  }

  /// The model that was trained without attacks.
  func compared(_ networks: [Network]) -> [ComparedModel] {
    zip(strengths, networks).filter { $0.0 == 0 }.map { _, network in
      ComparedModel(
        "no attacks", network, on: SparseFeatures(count: features, density: density))
    }
  }
}
