public import ToyLib

/// What the neurons of compressed computation read and write: directions of the noise matrix M in the labels,
/// and how well a network without training does that is a factorisation of M.
///
/// Source: Bhagat, Molas-Medina, Giglemiani and Heimersheim, "Compressed Computation is (probably) not
/// Computation in Superposition" (2026), nb3_svd_nmf.py.
public struct CompressedDirections: TrainingExperiment {
  public static let name = "compressed-directions"
  public static let source = CompressedComputation.source
  public static let question = "What do the neurons of compressed computation read, and is training needed for it?"

  @Setting(from: "the source") public var features = 100
  @Setting(from: "the source") public var neurons = 50
  /// The probability that a feature is present; values are uniform in [−1, 1].
  @Setting(from: "the source") public var density = 0.01
  /// σ of the elements of M, which is added to the labels: Mx + ReLU(x).
  @Setting(from: "the source") public var deviation = 0.03
  @Setting(from: "the source", except: ["steps": "ours: half of the source's"])
  public var recipe = Training(
    steps: 10_000, batch: 2048, optimiser: .adamW(rate: 0.003), schedule: .halfCosine,
    evaluationSamples: 1 << 18)
  /// σ of the matrices that are factorised.
  @Setting(from: "the source, without 0.008 and 0.015") public var factorDeviations = [
    0, 0.005, 0.01, 0.02, 0.03, 0.04,
  ]
  /// Rounds of the factorisation, of five steps each.
  @Setting(from: "the source") public var factorRounds = 500
  /// Samples with one present feature, on which factorisations are measured.
  @Setting(from: "ours: the source has 500,000") public var factorSamples = 1 << 17
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    recipe.steps = min(recipe.steps, 200)
    recipe.evaluationSamples = 1 << 14
    factorDeviations = [0, 0.01]
    factorRounds = min(factorRounds, 5)
    factorSamples = min(factorSamples, 1 << 12)
  }

  public func run() throws -> CompressedDirectionsResult {
    guard neurons >= 1 && neurons <= features && factorRounds >= 1 && factorSamples >= 1 else {
      throw ToyLibError.invalid(
        parameter: "neurons, factorRounds or factorSamples", value: "\(neurons), \(factorRounds), \(factorSamples)",
        allowed: "at least 1, and at most as many neurons as features")
    }
    let noise = Matrix.normal(rows: features, columns: features, deviation: Float(deviation), seed: seed)
    let other = Matrix.normal(rows: features, columns: features, deviation: Float(deviation), seed: seed &+ 1)
    let mirrored = Matrix(rows: features, columns: features) { noise[min($0, $1), max($0, $1)] }
    let labels: [(name: String, matrix: Matrix?)] = [
      ("asymmetric M", noise), ("symmetric M", mirrored), ("no M", nil),
    ]
    let models = try tracked(labels).map { try trained($0.matrix) }
    func reading(_ name: String, _ matrix: Matrix, _ at: Int) throws -> NoiseReading {
      try NoiseReading(name, matrix, models[at].network, loss: models[at].loss / density)
    }
    return CompressedDirectionsResult(
      experiment: self,
      readings: [try reading("asymmetric M", noise, 0), try reading("symmetric M", mirrored, 1)],
      controls: [try reading("another M", other, 0), try reading("trained without M", noise, 2)],
      factorisations: try concurrentResults(factorDeviations.count) { try factorised(factorDeviations[$0]) },
      baselines: .relus(try zip(labels, models).map { try compared($0.name, $0.matrix, $1.network) }))
  }

  private var sampler: SparseFeatures {
    SparseFeatures(count: features, density: density, magnitude: .signedUniform)
  }

  private func trained(_ matrix: Matrix?) throws -> TrainedLayeredNetwork {
    try LayeredModel.compressed(features: features, neurons: neurons, matrix: matrix)
      .train(on: sampler, seed: seed, training: recipe).best
  }

  private func compared(
    _ name: String, _ matrix: Matrix?, _ network: LayeredNetwork
  ) throws -> BaselineComparison {
    try ComparedOutputs(sampler.samples(1 << 16, seed: seed), matrix: matrix, exact: neurons)
      .comparison(name, network)
  }

  /// The network of a factorisation of 1 + M.
  private func factorised(_ deviation: Double) throws -> Factorisation {
    let matrix = Matrix.normal(rows: features, columns: features, deviation: Float(deviation), seed: seed)
    let target = matrix + .identity(features)
    var random = RandomSource(seed: seed &+ 2)
    let factors = try SignedFactors(target, rank: neurons, rounds: factorRounds, using: &random)
    let single = OneHotFeatures(count: features, magnitude: .signedUniform)
    func loss(_ labels: Matrix, on data: some FeatureSampler, over scale: Double) throws -> Double {
      let model = try LayeredModel.compressed(features: features, neurons: neurons, matrix: labels)
      return try model.network(encoder: factors.encoder, decoder: factors.decoder)
        .loss(on: data, samples: factorSamples, seed: seed) / scale
    }
    let left = try target.singularValueDecomposition.values.dropFirst(neurons).reduce(0) { $0 + $1 * $1 }
    let count = Double(features)
    return Factorisation(
      deviation: deviation, loss: try loss(matrix, on: single, over: 1 / count),
      sparseLoss: try loss(matrix, on: sampler, over: density),
      swappedLoss: try loss(matrix.transposed, on: single, over: 1 / count),
      floor: (left / count + Double(matrix.squaredNorm) / count) / 6,
      naive: (count - Double(neurons)) / (6 * count) + Double(matrix.squaredNorm) / (3 * count))
  }
}

/// The losses of a network D ReLU(E x) with D E ≈ 1 + M, divided by the density of its data. A feature is
/// present in one of `features` samples with one present feature.
public struct Factorisation: Sendable, Hashable {
  /// σ of M.
  public let deviation: Double
  /// With one present feature in each sample.
  public let loss: Double
  /// At the density of the experiment.
  public let sparseLoss: Double
  /// With one present feature, for the labels Mᵀx + ReLU(x): inputs and outputs of M are exchanged.
  public let swappedLoss: Double
  /// The lowest loss of any matrices D and E with an E that is not negative: that of the singular values.
  public let floor: Double
  /// Half of the features exact, and nothing of M.
  public let naive: Double
}
