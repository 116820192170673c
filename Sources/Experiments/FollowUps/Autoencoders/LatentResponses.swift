internal import Foundation
internal import SuperposeAutoencoders
internal import ToyLib

/// Which model a crosscoder's latents belong to, how often they are active, and to how many features they respond.
public struct LatentResponses: Sendable, Hashable {
  /// By the relative norm ‖d^B‖ / (‖d^A‖ + ‖d^B‖).
  ///
  /// The limits are ours.
  public enum Group: String, CaseIterable, Sendable {
    /// Below 0.1 or above 0.9.
    case exclusive = "exclusive"
    /// Between 0.4 and 0.6.
    case shared = "shared"
    /// Designated as shared.
    case designated = "designated as shared"
    case between = "between"
  }

  /// A latent that is active in 0.1 % of the samples or more.
  public struct Latent: Sendable, Hashable {
    public let group: Group
    public let relativeNorm: Double
    /// The share of the samples in which it is active.
    public let density: Double
    /// The effective number of features that activate it: e to the entropy of their shares in the sum of its values for
    /// each feature alone with value 1. `nil` if no single feature does.
    public let features: Double?
  }

  public let latents: [Latent]
  /// The exclusive features with an exclusive latent whose direction has a cosine above 0.9 with theirs.
  public let foundExclusive: Int

  public func latents(in group: Group) -> [Latent] { latents.filter { $0.group == group } }
}

extension LatentResponses {
  /// Of a crosscoder, on samples of `source`.
  init(of crosscoder: SparseAutoencoder, on source: Activations, samples: Matrix) throws {
    self.init(
      crosscoder, on: source, values: try crosscoder.latents(of: samples),
      responses: try crosscoder.latents(of: source.directions))
  }

  /// Of latents max(0, h · d − θ) with given directions d, where θ is such that `density` of the samples exceed it.
  init(directions: Matrix, density: Double, on source: Activations, samples: Matrix) throws {
    let crosscoder = try SparseAutoencoder(.crosscoder(), directions: directions)
    let sums = samples.times(crosscoder.encoder.transposed)
    let alone = source.directions.times(crosscoder.encoder.transposed)
    let rank = min(sums.rows - 1, Int((1 - density) * Double(sums.rows)))
    let limits = (0..<sums.columns).map { sums[column: $0].sorted()[rank] }
    self.init(
      crosscoder, on: source,
      values: Matrix(rows: sums.rows, columns: sums.columns) { max(0, sums[$0, $1] - limits[$1]) },
      responses: Matrix(rows: alone.rows, columns: alone.columns) { max(0, alone[$0, $1] - limits[$1]) })
  }

  private init(_ crosscoder: SparseAutoencoder, on source: Activations, values: Matrix, responses: Matrix) {
    let norms = crosscoder.relativeNorms ?? []
    let groups = norms.enumerated().map { $0 < crosscoder.kind.sharedLatents ? .designated : Self.group($1) }
    latents = norms.indices.compactMap { j in
      let active = values[column: j].count { $0 > 0 }
      let density = Double(active) / Double(max(1, values.rows))
      guard density >= 0.001 else { return nil }
      let alone = responses[column: j].map { Double($0) }
      let sum = alone.reduce(0, +)
      return Latent(
        group: groups[j], relativeNorm: norms[j], density: density,
        features: sum > 0 ? DictionaryEvaluation.effectiveCount(of: alone.map { $0 / sum }) : nil)
    }
    let exclusive = Self.exclusiveRows(source.directions)
    let found = FeatureRecovery(
      of: Matrix(exclusive.map { source.directions[row: $0] }),
      in: Matrix(groups.indices.filter { groups[$0] == .exclusive }.map { crosscoder.decoder[row: $0] }))
    foundExclusive = found.largestCosines.count { $0 > 0.9 }
  }

  private static func group(_ norm: Double) -> Group {
    if norm < 0.1 || norm > 0.9 { return .exclusive }
    return norm >= 0.4 && norm <= 0.6 ? .shared : .between
  }

  /// The features that are zero in one of the models.
  private static func exclusiveRows(_ directions: Matrix) -> [Int] {
    let half = directions.columns / 2
    return (0..<directions.rows).filter { i in
      [0..<half, half..<2 * half].contains { $0.allSatisfy { directions[i, $0] == 0 } }
    }
  }
}
