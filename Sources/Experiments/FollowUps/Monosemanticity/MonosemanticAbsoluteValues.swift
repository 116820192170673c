public import ToyLib

/// ``EngineeredMonosemanticity`` with another task: networks that find absolute values in a random projection.
///
/// y = W₂ ReLU(W₁ P x + b), with targets |x| and values from −1 to 1. P is random and fixed; its columns have length 1.
/// A feature takes a neuron for each sign, so a network has twice the neurons of the feature decoder with the same bias
/// and rate, which is trained for comparison.
///
/// Source: Jermyn, Schiefer and Hubinger, "Engineering Monosemanticity in Toy Models", arXiv 2211.09169 (2022), and its
/// code, adamjermyn/toy_model_interpretability, task `abs`. There a value is the difference of two sparse values, here
/// it is one with a sign. The source is larger: 512 features, 64 inputs, 1,024 neurons.
public struct MonosemanticAbsoluteValues: TrainingExperiment, MonosemanticityStudy {
  public static let name = "monosemantic-absolute-values"
  public static let source = "Jermyn, Schiefer and Hubinger (2022), arXiv 2211.09169, and its code"
  public static let question = "Does what makes feature decoders monosemantic do so where absolute values are asked?"

  @Setting(from: "as in engineered-monosemanticity") public var features = 64
  /// Inputs of the network: the rows of P.
  @Setting(from: "as in engineered-monosemanticity") public var inputs = 32
  @Setting(from: "as in engineered-monosemanticity") public var density = 0.03
  /// Initial biases, in standard deviations of W₁ P x for one feature at 1.
  @Setting(from: "as in engineered-monosemanticity") public var biases = [0.0, -1, -2, -3]
  @Setting(from: "as in engineered-monosemanticity; the source has 1e-3 to 3e-2")
  public var rates = [1e-3, 3e-3, 1e-2]
  /// Neurons of the networks with these biases and rates.
  @Setting(from: "ours: twice those of engineered-monosemanticity, for two signs") public var neurons = 256
  /// Numbers of neurons, for networks with one moderate bias and the recipe's rate.
  @Setting(from: "as in engineered-monosemanticity") public var sizes = [64, 128, 256, 512]
  @Setting(from: "as in engineered-monosemanticity") public var moderateBias = -2.0
  /// A neuron is monosemantic if one feature makes this share of its response.
  @Setting(from: "as in engineered-monosemanticity; the source has 0.999") public var limit = 0.9
  @Setting(from: "as in engineered-monosemanticity")
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

  public func run() throws -> MonosemanticAbsoluteValuesResult {
    try check()
    try require(neurons >= 2, "neurons", neurons, "at least 2")
    let tasks = try (values: DecoderTask(self, .absoluteValues), features: DecoderTask(self, .features))
    let all = grid + series.filter { !grid.contains($0) }
    let both = all.map { (tasks.values, $0) } + decoding.grid.map { (tasks.features, $0) }
    let networks = try tracked(both).map { task, decoder in try task.trained(decoder) }
    let values = Array(networks.prefix(all.count))
    return MonosemanticAbsoluteValuesResult(
      experiment: self, grid: values.trained(as: grid), series: values.trained(as: series),
      decoders: Array(networks.dropFirst(all.count)))
  }

  /// The feature decoders: the same settings, but half as many neurons.
  var decoding: EngineeredMonosemanticity {
    var other = EngineeredMonosemanticity(seed: seed)
    (other.features, other.inputs, other.density, other.limit) = (features, inputs, density, limit)
    (other.biases, other.rates, other.neurons) = (biases, rates, neurons / 2)
    (other.sizes, other.moderateBias, other.recipe) = (sizes, moderateBias, recipe)
    return other
  }
}
