public import ToyLib

/// Networks made of codes by three numbers, beside the network that training finds: what of a code makes
/// its loss low?
///
/// Source: code of *Compressed Computation under L⁴ Loss is likely Computation in Superposition* (2026),
/// FranciscoHS/toy-model-cis-code: sweep_K_codes.py, codes.py and feedback_experiments.py.
public struct DesignedCodes: TrainingExperiment {
  public static let name = "designed-codes"
  public static let source = "toy-model-cis-code (2026), Compressed Computation under L⁴ Loss"
  public static let question = "Which codes compute a hundred ReLUs with fifty neurons, and how well without training?"

  @Setting(from: "the source") public var features = 100
  @Setting(from: "the source") public var neurons = 50
  /// The probability that a feature is present; values are uniform in [−1, 1].
  @Setting(from: "the source") public var density = 0.02
  /// Neurons of each feature.
  @Setting(from: "the source") public var lengths = [4, 5, 6, 7]
  /// Codes of each kind and length.
  @Setting(from: "ours: the source has 5") public var codes = 3
  /// Exchanges that are tried to reduce overlaps.
  @Setting(from: "the source") public var exchanges = 800_000
  /// Samples that the numbers of a design are fitted to.
  @Setting(from: "ours: the source has 600,000") public var fittedSamples = 1 << 15
  /// Samples, others, on which every loss is measured.
  @Setting(from: "ours: the source has 600,000") public var measuredSamples = 1 << 18
  /// Initial weights of the trained network are uniform in ±`encoderBound` and ±`decoderBound`.
  @Setting(from: "the source") public var encoderBound = 0.1
  @Setting(from: "the source") public var decoderBound = 0.15
  @Setting(
    from: "the source",
    except: [
      "steps": "ours: a tenth of the source's", "batch": "ours: an eighth of the source's",
    ])
  public var recipe = Training(
    steps: 10_000, batch: 1024, optimiser: .adam(rate: 0.01), schedule: .halfCosine)
  /// A weight above it belongs to a feature's code.
  @Setting(from: "the source") public var threshold = 0.05
  /// How the entries of the trained network's encoder are trained on, with a pseudoinverse as decoder.
  @Setting(from: "ours: the source has 15,000 steps of Adam with the same rate and a cosine")
  public var entryRecipe = GradientDescent(steps: 800, rate: 0.005)
  /// Samples of each of these steps; there are 64 batches.
  @Setting(from: "ours: the source has 8,192") public var entryBatch = 2_048
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    lengths = [5]
    codes = 1
    exchanges = min(exchanges, 20_000)
    fittedSamples = min(fittedSamples, 2_048)
    measuredSamples = min(measuredSamples, 1 << 14)
    recipe.steps = min(recipe.steps, 300)
    entryRecipe.steps = min(entryRecipe.steps, 10)
  }

  private var sampler: SparseFeatures {
    SparseFeatures(count: features, density: density, magnitude: .signedUniform)
  }

  public func run() throws -> DesignedCodesResult {
    try check()
    let model = try LayeredModel(
      inputs: features,
      [
        .linear(neurons, bias: false, initial: .uniform(encoderBound)), .relu,
        .linear(features, bias: false, initial: .uniform(decoderBound)),
      ], target: .relu, loss: .power(4))
    let measured = try sampler.samples(measuredSamples, seed: seed)
    let fit = CodeFit(model, fit: try sampler.samples(fittedSamples, seed: seed &+ 1), measure: measured)
    let designs = try tracked(lengths).flatMap { try self.designs($0, fit) }
    let trained = try model.train(on: sampler, seed: seed, training: recipe).best.network
    let compared = measured[rows: 0..<min(measured.rows, 1 << 16)]
    return DesignedCodesResult(
      experiment: self, networks: try networks(trained, fit), encoder: try trained["W1"],
      designs: designs,
      baselines: .relus([try ComparedOutputs(compared, power: 4, exact: neurons).comparison("q = 4", trained)]))
  }

  private func check() throws {
    guard codes >= 1, !lengths.isEmpty, neurons >= 1, neurons <= features else {
      throw ToyLibError.invalid(
        parameter: "codes, lengths or neurons", value: "\(codes), \(lengths), \(neurons)",
        allowed: "at least 1 code, one length or more, and at most as many neurons as features")
    }
    guard measuredSamples >= 16 && entryBatch >= 1 else {
      throw ToyLibError.invalid(
        parameter: "measuredSamples or entryBatch", value: "\(measuredSamples), \(entryBatch)",
        allowed: "at least 16 and at least 1")
    }
  }

  /// Every kind of code of one length; reduced codes are made of those that are not.
  private func designs(_ length: Int, _ fit: CodeFit) throws -> [DesignedCode] {
    let plain = try (0..<2 * codes).map { number in
      var random = RandomSource(seed: seed &* 1_000 &+ UInt64(length * 100 + number))
      return try number < codes
        ? BinaryCode.biregular(features: features, neurons: neurons, length: length, using: &random)
        : BinaryCode.random(features: features, neurons: neurons, length: length, using: &random)
    }
    let all = plain.enumerated().flatMap { number, code in [true, false].map { (number, code, isReduced: $0) } }
    return try concurrentResults(all.count) { at in
      let (number, code, isReduced) = all[at]
      var random = RandomSource(seed: seed &* 1_000 &+ UInt64(length * 100 + 50 + number))
      return try DesignedCode(
        DesignedCode.Kind(isBiregular: number < codes, isReduced: isReduced),
        isReduced ? code.withReducedOverlaps(tries: exchanges, using: &random) : code, fittedBy: fit)
    }
  }

  /// The trained network, what becomes of it with a pseudoinverse as decoder, and networks made by hand.
  private func networks(_ trained: LayeredNetwork, _ fit: CodeFit) throws -> MeasuredNetworks {
    let encoder = try trained["W1"]
    let decoded = try fit.decoded(encoder)
    let batches = try sampler.samples(64 * entryBatch, seed: seed &+ 2)
    let tied = TiedDecoder(
      fit.model, encoder: encoder,
      batches: (0..<64).map { batches[rows: $0 * entryBatch..<($0 + 1) * entryBatch] }, threshold: threshold)
    let retrained = try tied.trained(from: encoder, scale: decoded.scale, by: entryRecipe)
    let half = Matrix(rows: neurons, columns: features) { $0 == $1 ? 1 : 0 }
    return MeasuredNetworks(
      trained: try fit.loss(trained), decoded: try fit.loss(decoded.network), scale: decoded.scale,
      retrained: try fit.loss(retrained.network), changedEntries: retrained.changed,
      naive: try fit.loss(fit.model.network(encoder: half, decoder: half.transposed)),
      zero: try fit.loss(fit.model.network(encoder: half, decoder: 0 * half.transposed)))
  }
}

/// Losses of networks beside those of designs, on the same samples.
public struct MeasuredNetworks: Sendable {
  /// As training leaves it.
  public let trained: LossEstimate
  /// Its encoder, with the best multiple of the encoder's pseudoinverse as decoder; and that multiple.
  public let decoded: LossEstimate, scale: Double
  /// The same with the encoder's entries trained on.
  public let retrained: LossEstimate
  /// How many of these entries have left or joined the code.
  public let changedEntries: Int
  /// One neuron for each of as many features as there are neurons.
  public let naive: LossEstimate
  /// An output of zeros.
  public let zero: LossEstimate
}
