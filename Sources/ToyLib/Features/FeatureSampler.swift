/// A source of features. Conform to it to train on your own data.
///
///     struct Coins: FeatureSampler {
///       let count = 4
///       func sample(into x: inout [Float], using random: inout RandomSource) {
///         for i in x.indices where random.uniform() < 0.1 { x[i] = 1 }
///       }
///     }
public protocol FeatureSampler: Sendable {
  /// The number of features in a sample: the paper's n.
  var count: Int { get }

  /// Draws one sample. On entry `x` has `count` zeros; do not change its length. Draw all random
  /// numbers from `random`; otherwise the run is not reproducible. ToyLib may call this on any
  /// thread.
  func sample(into x: inout [Float], using random: inout RandomSource)

  /// Throws if the sampler's parameters are invalid. The default implementation checks nothing.
  func validate() throws

  /// How training draws the samples; by default one by one, with ``sample(into:using:)``.
  ///
  /// Samplers whose distribution is one that the engine knows train several times as fast when they
  /// name it here.
  var samplingMethod: SamplingMethod { get }
}

extension FeatureSampler {
  public func validate() throws {}

  public var samplingMethod: SamplingMethod { .oneByOne() }

  /// `count` samples as a matrix [samples, features]; the same for the same seed.
  public func samples(_ count: Int, seed: UInt64 = 0) throws -> Matrix {
    try require(count >= 0, "samples", count, "0 or more")
    try validate()
    let key = RandomKey(seed: seed, instance: 0)
    if let blocks = self as? any BlockSampler { return blocks.matrix(count, key: key, purpose: .samples) }
    var elements: [Float] = []
    for sample in 0..<count {
      var random = RandomSource(key: key, purpose: .samples, sample: sample)
      elements += drawn(using: &random)
    }
    return Matrix(rows: count, columns: self.count, elements: elements)
  }

  /// A fixed data set as it is, of other samplers `count` fresh samples: shape [samples, features].
  func dataSet(_ count: Int, seed: UInt64) throws -> Matrix {
    if case .fixed(let samples) = samplingMethod { return samples }
    return try samples(count, seed: seed)
  }

  func drawn(using random: inout RandomSource) -> [Float] {
    var x = [Float](repeating: 0, count: count)
    sample(into: &x, using: &random)
    precondition(
      x.count == count, "\(Self.self) returned \(x.count) features, but its count is \(count)")
    return x
  }
}
