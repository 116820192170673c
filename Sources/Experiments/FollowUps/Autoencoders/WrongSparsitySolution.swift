public import SuperposeAutoencoders
public import ToyLib

/// An autoencoder with some number of active latents, compared with the true dictionary.
public struct WrongSparsitySolution: Sendable {
  public let trained: TrainedAutoencoder
  /// k.
  public let active: Int
  public let startedAtTruth: Bool
  /// The cosines of latents (rows, in the order of the features that they are paired with) and true features (columns).
  public let cosines: Matrix
  /// The mean squared error, and that of the true dictionary with as many active latents on the same samples. Both choose
  /// latents among all samples.
  public let error: Double, trueError: Double
  /// The decoder projection score s_n, for each n of the experiment: the n · samples largest of all samples' projections
  /// (h − b_d) Dᵀ. The smaller, the less latents' directions are in activations that do not need them.
  public let scores: [Double]
  /// The mean |cosine| of two latents' directions.
  public let meanOverlap: Double

  init(
    _ trained: TrainedAutoencoder, active: Int, startedAtTruth: Bool, on probe: Matrix, ranks: [Int], seed: UInt64
  ) throws {
    (self.trained, self.active, self.startedAtTruth) = (trained, active, startedAtTruth)
    let truth = trained.source.directions
    let evaluation = try trained.evaluated(samples: probe.rows, seed: seed)
    let decoder = trained.autoencoder.decoder
    let products = decoder.times(truth.transposed)
    cosines = Matrix(rows: truth.rows, columns: truth.rows) { i, j in
      evaluation.latents[i].map { products[$0, j] } ?? 0
    }
    let best = try SparseAutoencoder(trained.autoencoder.kind, directions: truth)
    error = Double(try trained.autoencoder.lossAndGradient(on: probe).0.reconstruction)
    trueError = Double(try best.lossAndGradient(on: probe).0.reconstruction)
    scores = Self.scores(decoder, bias: trained.autoencoder.decoderBias, on: probe, ranks: ranks)
    let overlaps = decoder.gram
    let sizes = (0..<decoder.rows).flatMap { i in (0..<i).map { Double(abs(overlaps[i, $0])) } }
    meanOverlap = sizes.reduce(0, +) / Double(max(1, sizes.count))
  }

  private static func scores(_ decoder: Matrix, bias: [Float], on probe: Matrix, ranks: [Int]) -> [Double] {
    let centred = Matrix(rows: probe.rows, columns: probe.columns) { probe[$0, $1] - bias[$1] }
    let sorted = centred.times(decoder.transposed).elements.sorted(by: >)
    return ranks.map { Double(sorted[$0 * probe.rows]) }
  }

  /// MCC: the mean cosine of a feature and its latent.
  public var meanMatchedCosine: Double { own.reduce(0, +) / Double(max(1, own.count)) }
  /// The number of features whose latent has a cosine above 0.9 with them.
  public var recovered: Int { own.count { $0 > 0.9 } }
  /// The mean |cosine| of a latent with the features that are not its own.
  public var mixing: Double {
    let sizes = others.map { abs(Double(cosines[$0.latent, $0.feature])) }
    return sizes.reduce(0, +) / Double(max(1, sizes.count))
  }

  /// The correlation, over all pairs of a latent and another feature, of their cosine and the correlation of both features.
  func agreement(with correlations: Matrix) -> Double {
    pearsonCorrelation(
      others.map { Double(cosines[$0.latent, $0.feature]) }, others.map { Double(correlations[$0.latent, $0.feature]) })
  }

  private var own: [Double] { (0..<cosines.rows).map { Double(cosines[$0, $0]) } }
  private var others: [(latent: Int, feature: Int)] {
    (0..<cosines.rows).flatMap { i in (0..<cosines.columns).filter { $0 != i }.map { (i, $0) } }
  }
}
