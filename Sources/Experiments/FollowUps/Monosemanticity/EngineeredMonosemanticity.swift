public import ToyLib

/// Two-layer networks that decode features from a random projection: how monosemantic their neurons become depends on
/// the initial biases, the learning rate and the number of neurons, at equal loss.
///
/// y = W₂ ReLU(W₁ P x + b), with targets x. P is random and fixed; its columns have length 1.
///
/// Source: Jermyn, Schiefer and Hubinger, "Engineering Monosemanticity in Toy Models", arXiv 2211.09169 (2022), of which
/// the architecture and the task *feature decoder* are known to us, but no number except 16 to 2,048 neurons.
public struct EngineeredMonosemanticity: TrainingExperiment {
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
    try require(inputs >= 1, "inputs", inputs, "at least 1")
    for (name, count) in [("biases", biases.count), ("rates", rates.count), ("sizes", sizes.count)] {
      try require(count >= 1, name, "empty", "one number or more")
    }
    let grid = rates.flatMap { rate in biases.map { Decoder(neurons: neurons, bias: $0, rate: rate) } }
    let larger = sizes.map { Decoder(neurons: $0, bias: moderateBias, rate: recipe.optimiser.rate) }
    let task = try DecoderTask(self)
    // A network that belongs to both is trained once.
    let all = grid + larger.filter { !grid.contains($0) }
    let networks = try tracked(all).map { try task.trained($0) }
    func found(_ decoders: [Decoder]) -> [DecodingNetwork] {
      decoders.compactMap { decoder in networks.first { $0.decoder == decoder } }
    }
    return EngineeredMonosemanticityResult(experiment: self, grid: found(grid), series: found(larger))
  }
}

/// How one network starts and is trained.
public struct Decoder: Sendable, Hashable {
  public let neurons: Int
  /// The initial biases, in standard deviations of a feature's effect on a neuron.
  public let bias: Double
  public let rate: Double
}
