public import ToyLib

/// Two-layer networks that decode features from a random projection: how monosemantic their neurons become depends on
/// the initial biases, the learning rate and the number of neurons, at equal loss.
///
/// y = W₂ ReLU(W₁ P x + b), with targets x. P is random and fixed; its columns have length 1.
///
/// Source: Jermyn, Schiefer and Hubinger, "Engineering Monosemanticity in Toy Models", arXiv 2211.09169 (2022), and its
/// code, adamjermyn/toy_model_interpretability. The source is larger (512 features, 64 inputs, 1,024 neurons, a density
/// of 1/64, 131,072 steps of 8,192 samples) and calls a neuron monosemantic from a share of 0.999 on.
public struct EngineeredMonosemanticity: TrainingExperiment, MonosemanticityStudy {
  public static let name = "engineered-monosemanticity"
  public static let source = "Jermyn, Schiefer and Hubinger (2022), arXiv 2211.09169"
  public static let question = "What makes neurons monosemantic without a higher loss?"

  @Setting(from: "ours") public var features = 64
  /// Inputs of the network: the rows of P.
  @Setting(from: "ours") public var inputs = 32
  @Setting(from: "ours") public var density = 0.03
  /// Initial biases, in standard deviations of W₁ P x for one feature at 1.
  @Setting(from: "ours") public var biases = [0.0, -1, -2, -3]
  @Setting(from: "ours") public var rates = [1e-3, 3e-3, 1e-2]
  /// Neurons of the networks with these biases and rates.
  @Setting(from: "ours") public var neurons = 128
  /// Numbers of neurons, for networks with one moderate bias and the recipe's rate.
  @Setting(from: "ours: the source has 16 to 2,048") public var sizes = [64, 128, 256, 512]
  @Setting(from: "ours") public var moderateBias = -2.0
  /// A neuron is monosemantic if one feature makes this share of its response.
  @Setting(from: "ours") public var limit = 0.9
  @Setting(from: "ours: the source's is not known")
  public var recipe = Training(steps: 5_000, batch: 512, optimiser: .adam(rate: 3e-3), schedule: .halfCosine)
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    features = min(features, 16)
    inputs = min(inputs, 8)
    biases = [0, -2]
    rates = [3e-3, 1e-2]
    neurons = min(neurons, 16)
    sizes = [8, 16]
    recipe.steps = min(recipe.steps, 200)
  }

  public func run() throws -> EngineeredMonosemanticityResult {
    try check()
    let task = try DecoderTask(self, .features)
    // A network that belongs to both is trained once.
    let all = grid + series.filter { !grid.contains($0) }
    let networks = try tracked(all).map { try task.trained($0) }
    return EngineeredMonosemanticityResult(
      experiment: self, grid: networks.trained(as: grid), series: networks.trained(as: series))
  }
}

/// How one network starts and is trained.
public struct Decoder: Sendable, Hashable {
  public let neurons: Int
  /// The initial biases, in standard deviations of a feature's effect on a neuron.
  public let bias: Double
  public let rate: Double
}
