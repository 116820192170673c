/// Features of which exactly one is present in every sample, with equal probability.
///
/// Source: Chen et al., "Dynamical versus Bayesian Phase Transitions" (2023).
public struct OneHotFeatures: FeatureSampler, Hashable, Codable {
  public var count: Int
  public var magnitude: Magnitude

  public init(count: Int, magnitude: Magnitude = .uniform) {
    self.count = count
    self.magnitude = magnitude
  }

  public func validate() throws { try require(count >= 1, "features", count, "at least 1") }

  public func sample(into x: inout [Float], using random: inout RandomSource) {
    x[random.index(below: count)] = magnitude.value(using: &random)
  }
}
