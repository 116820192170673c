/// Features of which exactly one is present in every sample, with equal probability.
///
/// Source: Chen et al., "Dynamical versus Bayesian Phase Transitions" (2023).
public struct OneHotFeatures: StoredSampler, Hashable {
  public var count: Int
  public var magnitude: Magnitude

  public init(count: Int, magnitude: Magnitude = .uniform) {
    self.count = count
    self.magnitude = magnitude
  }

  public func validate() throws {
    try require(count >= 1, "features", count, "at least 1")
    try magnitude.validate()
  }

  public static let storedName = "oneHot"

  /// One group, which is never zero.
  public var samplingMethod: SamplingMethod {
    .groups(
      [FeatureGroups.Group(.anticorrelated, count: count, sparsity: 0)], magnitude: magnitude)
  }

  public func sample(into x: inout [Float], using random: inout RandomSource) {
    x[random.index(below: count)] = magnitude.value(using: &random)
  }
}
