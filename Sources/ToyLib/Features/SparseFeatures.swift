/// Features that are zero with probability S, independently: the data of most of the paper.
public struct SparseFeatures: StoredSampler, Hashable {
  /// Each feature's S: the probability that it is zero. The paper's density is 1 − S.
  public var sparsities: [Double]
  /// The distribution of a present feature's value.
  public var magnitude: Magnitude

  public var count: Int { sparsities.count }

  /// Each feature's probability of being present: 1 − S.
  public var densities: [Double] { sparsities.map { 1 - $0 } }

  /// `count` features of equal sparsity.
  public init(count: Int, sparsity: Double, magnitude: Magnitude = .uniform) {
    self.init(
      sparsities: Array(repeating: sparsity, count: max(0, count)), magnitude: magnitude)
  }

  /// One feature for each density 1 − S.
  public init(densities: [Double], magnitude: Magnitude = .uniform) {
    self.init(sparsities: densities.map { 1 - $0 }, magnitude: magnitude)
  }

  /// One feature for each sparsity.
  public init(sparsities: [Double], magnitude: Magnitude = .uniform) {
    self.sparsities = sparsities
    self.magnitude = magnitude
  }

  /// `count` features that are each present with probability `density` = 1 − S.
  public init(count: Int, density: Double, magnitude: Magnitude = .uniform) {
    self.init(count: count, sparsity: 1 - density, magnitude: magnitude)
  }

  public func validate() throws {
    try require(count >= 1, "features", count, "at least 1")
    try magnitude.validate()
    for (i, sparsity) in sparsities.enumerated() {
      try require(
        sparsity >= 0 && sparsity <= 1, "sparsity of feature \(i)", sparsity, "between 0 and 1")
    }
  }

  public static let storedName = "sparse"

  public var samplingMethod: SamplingMethod {
    .independent(sparsities: sparsities, magnitude: magnitude)
  }

  public func sample(into x: inout [Float], using random: inout RandomSource) {
    for i in x.indices where random.uniform() < Float(1 - sparsities[i]) {
      x[i] = magnitude.value(using: &random)
    }
  }
}
