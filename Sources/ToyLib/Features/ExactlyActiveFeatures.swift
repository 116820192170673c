/// Features of which exactly `active` are present in every sample, with equal probability for every
/// choice.
public struct ExactlyActiveFeatures: StoredSampler, Hashable {
  public var count: Int
  /// The number of present features: the paper's k.
  public var active: Int
  public var magnitude: Magnitude

  public init(count: Int, active: Int, magnitude: Magnitude = .uniform) {
    self.count = count
    self.active = active
    self.magnitude = magnitude
  }

  public func validate() throws {
    try require(count >= 1, "features", count, "at least 1")
    try magnitude.validate()
    try require(
      active >= 0 && active <= count, "active", active, "between 0 and the \(count) features")
  }

  public static let storedName = "exactlyActive"

  public var samplingMethod: SamplingMethod { .oneByOne(density: Double(active) / Double(count)) }

  /// Goes through the features once, keeping each with the probability that makes all choices
  /// equal.
  public func sample(into x: inout [Float], using random: inout RandomSource) {
    var wanted = active
    for i in 0..<count where wanted > 0 {
      guard random.index(below: count - i) < wanted else { continue }
      x[i] = magnitude.value(using: &random)
      wanted -= 1
    }
  }
}
