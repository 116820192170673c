/// Where features come from: conform to it to train on data of your own.
///
///     struct Coins: FeatureSampler {
///       let count = 4
///       func sample(into x: inout [Float], using random: inout RandomSource) {
///         for i in x.indices where random.uniform() < 0.1 { x[i] = 1 }
///       }
///     }
public protocol FeatureSampler: Sendable {
  /// How many features a sample has: the paper's n.
  var count: Int { get }

  /// Draws one sample. `x` arrives as `count` zeros; its length must stay. Everything random must
  /// come from `random`, or the run is not reproducible. May be called on any thread.
  func sample(into x: inout [Float], using random: inout RandomSource)

  /// Throws when the sampler's own parameters make no sense. Nothing to check unless implemented.
  func validate() throws
}

extension FeatureSampler {
  public func validate() throws {}

  /// `count` samples as a matrix [samples, features]; the same for the same seed.
  public func samples(_ count: Int, seed: UInt64 = 0) throws -> Matrix {
    try require(count >= 0, "samples", count, "0 or more")
    try validate()
    var elements: [Float] = []
    let key = RandomKey(seed: seed, instance: 0)
    for sample in 0..<count {
      var random = RandomSource(key: key, purpose: .samples, sample: sample)
      elements += drawn(using: &random)
    }
    return Matrix(rows: count, columns: self.count, elements: elements)
  }

  func drawn(using random: inout RandomSource) -> [Float] {
    var x = [Float](repeating: 0, count: count)
    sample(into: &x, using: &random)
    precondition(
      x.count == count, "\(Self.self) returned \(x.count) features, but its count is \(count)")
    return x
  }
}
