internal import Foundation
internal import ToyLib

/// An autoencoder compared with the true features of its activations, on fresh samples.
///
///     let evaluation = try trained.evaluated()
///     evaluation.meanMatchedCosine   // MCC
///     evaluation.meanF1
public struct DictionaryEvaluation: Sendable, Hashable {
  /// How well a latent tells whether a feature is present.
  public struct Classification: Sendable, Hashable {
    /// The share of the samples with an active latent that have the feature; 0 without such samples.
    public let precision: Double
    /// The share of the samples with the feature in which the latent is active; 0 without such samples.
    public let recall: Double

    /// 2 · precision · recall / (precision + recall).
    public var f1: Double {
      let sum = precision + recall
      return sum > 0 ? 2 * precision * recall / sum : 0
    }
  }

  /// Each feature's latent. Features and latents are paired so that the sum of their cosines is largest;
  /// with fewer latents than features some features have none.
  public let latents: [Int?]
  /// The cosine of each feature's direction and its latent's; 0 without a latent.
  public let cosines: [Double]
  /// How well each feature's latent classifies samples; zeros without a latent.
  public let classifications: [Classification]
  /// 1 − E‖h − ĥ‖² / E‖h − E h‖².
  public let varianceExplained: Double
  /// L0: the mean number of active latents in a sample.
  public let activeLatents: Double
  /// Each latent's share of the sum of all latents over all samples; zeros if none is active.
  public let shares: [Double]
  /// Whether each feature is present, and each latent active, in each sample.
  private let present: [[Bool]], active: [[Bool]]
  /// The cosines of all features' directions with all latents', and with each other.
  private let scores: Matrix, overlaps: Matrix

  /// MCC: the mean over features of the cosine with the matched latent.
  public var meanMatchedCosine: Double { mean(cosines) }
  public var meanPrecision: Double { mean(classifications.map(\.precision)) }
  public var meanRecall: Double { mean(classifications.map(\.recall)) }
  public var meanF1: Double { mean(classifications.map(\.f1)) }

  /// F: the effective number of latents, e to the power of the entropy of their ``shares``.
  ///
  /// Source: Bereska et al. (2025), who measure superposition as ψ = F / dimensions.
  public var effectiveLatents: Double { Self.effectiveCount(of: shares) }

  /// The share of the samples with both features in which the latent of `feature` is not active.
  ///
  /// For a parent and its child it measures absorption: the child's latent reconstructs the parent as
  /// well. `nil` if no sample has both or the feature has no latent.
  public func absorption(of feature: Int, by child: Int) -> Double? {
    guard let latent = latents[feature] else { return nil }
    let both = present[feature].indices.filter { present[feature][$0] && present[child][$0] }
    guard !both.isEmpty else { return nil }
    return Double(both.count { !active[latent][$0] }) / Double(both.count)
  }

  /// How much of another feature's direction the latent of `feature` contains: its cosine with that direction,
  /// less the cosine of both features' directions. 0 for the true direction.
  ///
  /// For a parent and its child it measures hedging: the parent's latent reconstructs part of the child as well.
  /// `nil` if the feature has no latent.
  ///
  /// Source: the term is that of Chanin et al., "Feature Hedging" (2025); the measure is ours.
  public func hedging(of feature: Int, with other: Int) -> Double? {
    latents[feature].map { Double(scores[other, $0]) - Double(overlaps[feature, other]) }
  }

  /// e to the power of the entropy of shares with the sum 1: n for n equal shares; 0 without any.
  public static func effectiveCount(of shares: [Double]) -> Double {
    guard shares.contains(where: { $0 > 0 }) else { return 0 }
    return exp(-shares.filter { $0 > 0 }.reduce(0) { $0 + $1 * log($1) })
  }

  private func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }
}

extension DictionaryEvaluation {
  /// Compares `autoencoder` with the features of `source` on `samples` fresh samples.
  ///
  /// - Throws: `AutoencoderError` if the dimensions differ or there is no sample, `ToyLibError` for an
  ///   invalid sampler.
  public init(
    of autoencoder: SparseAutoencoder, on source: Activations, samples: Int = 8_192, seed: UInt64 = 0
  ) throws {
    try AutoencoderError.require(samples >= 1, "samples", samples, "at least 1")
    let features = try source.features.samples(samples, seed: seed)
    let activations = source.activations(of: features)
    let found = try autoencoder.latents(of: activations)
    let scores = Self.cosines(source.directions, autoencoder.decoder)
    self.scores = scores
    overlaps = Self.cosines(source.directions, source.directions)
    latents = Assignment.best(scores)
    cosines = latents.enumerated().map { i, j in j.map { Double(scores[i, $0]) } ?? 0 }
    let presence = (0..<features.columns).map { i in (0..<samples).map { features[$0, i] != 0 } }
    let activity = (0..<found.columns).map { j in (0..<samples).map { found[$0, j] > 0 } }
    classifications = latents.enumerated().map { i, j in
      j.map { Classification(presence[i], activity[$0]) } ?? Classification(precision: 0, recall: 0)
    }
    (present, active) = (presence, activity)
    activeLatents = Double(activity.reduce(0) { $0 + $1.count(where: \.self) }) / Double(samples)
    let sums = (0..<found.columns).map { j in (0..<samples).reduce(0.0) { $0 + Double(found[$1, j]) } }
    let total = sums.reduce(0, +)
    shares = sums.map { total > 0 ? $0 / total : 0 }
    varianceExplained = Self.varianceExplained(activations, by: autoencoder.reconstructions(from: found))
  }

  /// The cosines of all features' directions (rows) with those of a dictionary (columns).
  private static func cosines(_ features: Matrix, _ dictionary: Matrix) -> Matrix {
    let products = features.times(dictionary.transposed)
    let (own, others) = (features.norms, dictionary.norms)
    return Matrix(rows: products.rows, columns: products.columns) { i, j in
      let lengths = own[i] * others[j]
      return lengths > 0 ? products[i, j] / lengths : 0
    }
  }

  private static func varianceExplained(_ truth: Matrix, by guess: Matrix) -> Double {
    let means = truth.columnMeans
    var (error, variance) = (0.0, 0.0)
    for s in 0..<truth.rows {
      for k in 0..<truth.columns {
        let (missing, deviation) = (truth[s, k] - guess[s, k], truth[s, k] - means[k])
        error += Double(missing) * Double(missing)
        variance += Double(deviation) * Double(deviation)
      }
    }
    return variance > 0 ? 1 - error / variance : 0
  }
}

extension DictionaryEvaluation.Classification {
  fileprivate init(_ present: [Bool], _ active: [Bool]) {
    let both = zip(present, active).count { $0 && $1 }
    let (features, latents) = (present.count(where: \.self), active.count(where: \.self))
    self.init(
      precision: latents > 0 ? Double(both) / Double(latents) : 0,
      recall: features > 0 ? Double(both) / Double(features) : 0)
  }
}

extension TrainedAutoencoder {
  /// Compares the autoencoder with the true features of its activations.
  ///
  /// - Throws: as ``DictionaryEvaluation/init(of:on:samples:seed:)``.
  public func evaluated(samples: Int = 8_192, seed: UInt64 = 0) throws -> DictionaryEvaluation {
    try DictionaryEvaluation(of: autoencoder, on: source, samples: samples, seed: seed)
  }
}

extension DictionaryEvaluation: CustomStringConvertible {
  /// `MCC 0.98, F1 0.95 (precision 0.97, recall 0.94), L0 2.1, variance explained 0.99`.
  public var description: String {
    func text(_ value: Double) -> String { "\(Float((value * 1_000).rounded() / 1_000))" }
    return "MCC \(text(meanMatchedCosine)), F1 \(text(meanF1)) (precision \(text(meanPrecision)), "
      + "recall \(text(meanRecall))), L0 \(text(activeLatents)), variance explained \(text(varianceExplained))"
  }
}
