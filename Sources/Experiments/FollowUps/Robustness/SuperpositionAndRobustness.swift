public import ToyLib

/// Superposition is changed in four ways while the data stays the same: does vulnerability to attacks change with it?
///
/// The paper's figure 26 changes the density of features, and with it the data. Here the number of hidden dimensions,
/// the spread of importances, a penalty on hidden activations or attacks during training change superposition. All
/// models are attacked on the same samples with attacks of the same length.
///
/// Source: Gorton and Lewis, "Adversarial Examples Are Not Bugs, They Are Superposition", arXiv 2508.17456 (2025), of
/// which the claims are known to us, but not how its toy models were changed.
public struct SuperpositionAndRobustness: TrainingExperiment {
  public static let name = "superposition-and-robustness"
  public static let source = "Gorton and Lewis (2025), arXiv 2508.17456"
  public static let question = "Does vulnerability follow superposition when the data stays the same?"

  @Setting(from: "ours: as in adversarial-training") public var features = 40
  /// 1 − S.
  @Setting(from: "ours") public var density = 0.05
  /// Hidden dimensions of all models but those of `sizes`.
  @Setting(from: "ours: as in adversarial-training") public var hidden = 8
  /// Hidden dimensions m, one model for each.
  @Setting(from: "ours") public var sizes = [4, 5, 6, 8, 10, 14, 20, 28]
  /// r of the importances I_i = rⁱ in training, one model for each. Under attack every feature has importance 1.
  @Setting(from: "ours") public var ratios = [1, 0.97, 0.94, 0.9, 0.85, 0.8, 0.7]
  /// λ of the penalty λ‖h‖₁ in training, one model for each.
  @Setting(from: "ours") public var penalties = [0, 3e-4, 1e-3, 2e-3, 4e-3, 8e-3, 1.6e-2]
  /// The lengths of attacks in training as fractions of the inputs' mean length, one model for each.
  @Setting(from: "ours, up to the paper's 0.8") public var strengths = [0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8]
  /// Models that differ in nothing but their random numbers.
  @Setting(from: "ours") public var controls = 6
  @Setting(from: "ours: as in adversarial-training") public var recipe = Training(
    steps: 4_000, batch: 256, optimiser: .adamW(rate: 3e-3), schedule: .linear)
  /// ε as a fraction of the mean length of the samples, the same for all models.
  @Setting(from: "ours: as in superposition-measure") public var strength = 0.5
  /// Attacked samples.
  @Setting(from: "ours: as in adversarial-examples") public var samples = 300
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    sizes = [6, 10, 16]
    ratios = [1, 0.9, 0.7]
    penalties = [0, 2e-3, 8e-3]
    strengths = [0, 0.4, 0.8]
    controls = 2
    recipe.steps = min(recipe.steps, 200)
    samples = 30
  }

  public func run() throws -> SuperpositionAndRobustnessResult {
    try require(
      sizes.allSatisfy { 1...features ~= $0 }, "sizes", sizes, "between 1 and the \(features) features")
    try require(controls >= 0, "controls", controls, "0 or more")
    let attack = try CommonAttack(
      on: SparseFeatures(count: features, density: density), samples: samples, strength: strength, seed: seed)
    let reference = try attack.measured(
      trained(.dimensions, Double(features), on: attack.data), changed: .dimensions, to: Double(features))
    let models = try tracked(cases).map { way, value in
      try attack.measured(trained(way, value, on: attack.data), changed: way, to: value)
    }
    return SuperpositionAndRobustnessResult(experiment: self, reference: reference, models: models)
  }

  private var cases: [(SuperpositionChange, Double)] {
    sizes.map { (.dimensions, Double($0)) } + ratios.map { (.importances, $0) } + penalties.map { (.penalty, $0) }
      + strengths.map { (.attacks, $0) } + (0..<controls).map { (.seeds, Double($0)) }
  }

  /// Whether nothing was changed in the model of this way.
  func isUnchanged(_ model: ChangedModel) -> Bool {
    switch model.way {
    case .dimensions: model.value == Double(hidden)
    case .importances: model.value == 1
    case .penalty, .attacks: model.value == 0
    case .seeds: true
    }
  }

  private func trained(_ way: SuperpositionChange, _ value: Double, on data: SparseFeatures) throws -> Network {
    func model(_ model: ReLUOutputModel, seed: UInt64) throws -> Network {
      try model.train(on: data, seed: seed, training: recipe).best.network
    }
    return switch way {
    case .dimensions: try model(ReLUOutputModel(hidden: Int(value)), seed: seed)
    case .importances: try model(ReLUOutputModel(hidden: hidden, importance: .geometric(value)), seed: seed)
    case .penalty: try model(ReLUOutputModel(hidden: hidden, hiddenPenalty: value), seed: seed)
    case .attacks:
      try AdversarialTraining(strength: value, recipe: recipe)
        .train(ReLUOutputModel(hidden: hidden), on: data, seed: seed)
    case .seeds: try model(ReLUOutputModel(hidden: hidden), seed: seed &+ 1_000 * UInt64(value + 1))
    }
  }
}
