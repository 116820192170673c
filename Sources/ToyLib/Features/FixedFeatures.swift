/// A finite data set. Every step trains on all of it; the batch size is ignored.
///
/// For memorisation and double descent. Source: Henighan et al., "Superposition, Memorization, and
/// Double Descent" (2023).
public struct FixedFeatures: FeatureSampler, Hashable {
  /// The samples, shape [samples, features].
  public var samples: Matrix

  public var count: Int { samples.columns }

  public init(samples: Matrix) { self.samples = samples }

  /// `count` samples of `features`, each scaled to length 1 if `normalized`. Samples of zeros are
  /// not changed.
  public init(
    _ count: Int, of features: some FeatureSampler, normalized: Bool = false, seed: UInt64 = 0
  ) throws {
    try require(count >= 1, "samples", count, "at least 1")
    var samples = try features.samples(count, seed: seed)
    if normalized { samples = samples.rowsNormalized }
    self.init(samples: samples)
  }

  public func validate() throws {
    try require(samples.rows >= 1, "samples", samples.rows, "at least 1")
    try require(count >= 1, "features", count, "at least 1")
    try require(
      samples.elements.allSatisfy(\.isFinite), "samples", "NaN or infinite in some element", "finite")
  }

  public var samplingMethod: SamplingMethod { .fixed(samples) }

  /// One of the samples, each as likely.
  public func sample(into x: inout [Float], using random: inout RandomSource) {
    x = samples[row: random.index(below: samples.rows)]
  }
}

extension Matrix {
  /// Every row scaled to length 1. Rows of zeros are not changed.
  var rowsNormalized: Matrix {
    let norms = rowNorms
    return Matrix(rows: rows, columns: columns) { norms[$0] > 0 ? self[$0, $1] / norms[$0] : 0 }
  }
}
