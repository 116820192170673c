public import ToyLib

/// One hundred features, fifty neurons, target ReLU(x): which features are computed depends on the
/// power of the error that training minimises.
///
/// Source: code of *Compressed Computation under L⁴ Loss is likely Computation in Superposition*
/// (2026), FranciscoHS/toy-model-cis-code. Its text was not found.
public struct PowerLosses: TrainingExperiment {
  public static let name = "power-losses"
  public static let source = "toy-model-cis-code (2026), Compressed Computation under L⁴ Loss"
  public static let question =
    "Does a higher power of the error make fifty neurons compute a hundred ReLUs?"

  @Setting(from: "the source") public var features = 100
  @Setting(from: "the source") public var neurons = 50
  /// The probability that a feature is present; values are uniform in [−1, 1].
  @Setting(from: "the source") public var density = 0.02
  /// q of |y − t|^q, one model for each.
  @Setting(from: "the source, without 1") public var powers = [2, 2.5, 3, 4, 6, 8]
  /// Initial weights are uniform in ±`encoderBound` and ±`decoderBound`.
  @Setting(from: "the source") public var encoderBound = 0.1
  @Setting(from: "the source") public var decoderBound = 0.15
  @Setting(
    from: "the source",
    except: [
      "steps": "ours: a tenth of the source's", "batch": "ours: an eighth of the source's",
    ])
  public var recipe = Training(
    steps: 10_000, batch: 1024, optimiser: .adam(rate: 0.01), schedule: .halfCosine)
  /// Samples on which each feature's error is measured.
  @Setting(from: "the source") public var measuredSamples = 204_800
  /// A weight above it belongs to a feature's code.
  @Setting(from: "the source") public var threshold = 0.05
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    powers = [2, 4]
    recipe.steps = min(recipe.steps, 300)
    measuredSamples = min(measuredSamples, 20_000)
  }

  var sampler: SparseFeatures {
    SparseFeatures(count: features, density: density, magnitude: .signedUniform)
  }

  public func run() throws -> PowerLossesResult {
    let samples = try sampler.samples(measuredSamples, seed: seed)
    let models = try tracked(powers).map { power in
      let model = try LayeredModel(
        inputs: features,
        [
          .linear(neurons, bias: false, initial: .uniform(encoderBound)), .relu,
          .linear(features, bias: false, initial: .uniform(decoderBound)),
        ], target: .relu, loss: .power(power))
      let network = try model.train(on: sampler, seed: seed, training: recipe).best.network
      return try PowerLossModel(
        power: power, network: network, samples: samples, threshold: Float(threshold))
    }
    let compared = samples[rows: 0..<min(samples.rows, 1 << 16)]
    return PowerLossesResult(
      experiment: self, models: models,
      baselines: .relus(
        try models.map {
          try ComparedOutputs(compared, power: $0.power, exact: neurons)
            .comparison("q = \($0.power.brief)", $0.network)
        }))
  }
}
