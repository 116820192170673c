public import ToyLib

/// Five absolute values from eight neurons: the fifth feature has no dedicated neurons and uses
/// those of other features, protected by an inhibiting neuron.
///
/// Source: Elhage et al. (2022), "The Asymmetric Superposition Motif"; figure 36. The paper gives no
/// sizes; with these the best model has two instances and otherwise plain pairs, as the paper's has.
public struct AsymmetricSuperposition: TrainingExperiment {
  public static let name = "asymmetric-superposition"
  public static let source = "Elhage et al. (2022), The Asymmetric Superposition Motif; figure 36"
  public static let question = "How can two features share a neuron when one would drown the other?"

  @Setting(from: "ours: the paper gives none") public var features = 5
  @Setting(from: "ours: the paper gives none") public var neurons = 8
  /// 1 − S.
  @Setting(from: "ours: the paper gives none") public var density = 0.2
  @Setting(from: "figure 34") public var importance: Importance = .geometric(0.8)
  @Setting(from: "ours") public var recipe = Training(
    steps: 10_000, batch: 512, optimiser: .adamW(rate: 3e-3), schedule: .linear)
  /// Models; motifs are searched in all of them, and the best model is shown.
  @Setting(from: "ours") public var restarts = 64
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    recipe.steps = 1_000
    restarts = 8
  }

  public func run() throws -> AsymmetricSuperpositionResult {
    let sampler = SparseFeatures(count: features, density: density, magnitude: .signedUniform)
    let models = try AbsoluteValueModel(hidden: neurons, importance: importance).train(
      on: sampler, instances: restarts, seed: seed, training: recipe)
    let network = models.best.network
    let protected = try network.asymmetricMotifs().map { motif in
      try MotifAblation(motif, of: network, on: sampler)
    }
    return AsymmetricSuperpositionResult(
      experiment: self, models: models, ablations: protected,
      baselines: Baselines([
        try AsymmetricSuperpositionResult.compared(models.best).comparison(seed: seed)
      ]))
  }
}
