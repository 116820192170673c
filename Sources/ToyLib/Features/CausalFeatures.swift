/// Features that cause each other: the nodes of a directed graph without cycles, with a noisy or of their parents.
///
///     // 100 features with two parents each on average.
///     let features = try CausalFeatures(count: 100, expectedParents: 2, base: 0.02, strength: 0.3, seed: 1)
///
/// In the order of their numbers, feature i is present with the probability
/// 1 − (1 − b_i) Π (1 − s), with b_i its base probability and the product over the strengths s of its present parents:
/// without any present parent it is b_i, and each present parent alone would cause it with the probability s. Values of
/// present features are independent. A base probability of 0 for features with parents, and of one parent each, makes
/// trees, for which ``FeatureTrees`` is the simpler type.
///
/// Source: the noisy or is that of Pearl, "Probabilistic Reasoning in Intelligent Systems" (1988), section 4.3.2. The
/// library occhio (0.2.3) has a similar sampler, in which a parent's value is its strength and features with parents have a
/// base probability of 0.
public struct CausalFeatures: StoredSampler, Hashable {
  /// An edge to a feature.
  public struct Parent: Sendable, Hashable, Codable {
    public let feature: Int
    /// The probability with which this parent alone would cause the feature.
    public let strength: Double

    public init(_ feature: Int, strength: Double) {
      self.feature = feature
      self.strength = strength
    }
  }

  /// Each feature's probability of being present without a present parent.
  public let base: [Double]
  /// Each feature's parents, which have smaller numbers.
  public let parents: [[Parent]]
  public var magnitude: Magnitude

  public var count: Int { base.count }

  /// Features with given parents.
  ///
  /// - Throws: ``ToyLibError`` unless there is a feature, `parents` has a list for each, parents come before their
  ///   children and are named once, and all probabilities are between 0 and 1.
  public init(base: [Double], parents: [[Parent]], magnitude: Magnitude = .uniform) throws {
    self.base = base
    self.parents = parents
    self.magnitude = magnitude
    try checkGraph()
  }

  /// `count` features in a random graph: each pair of them is an edge, from the smaller number to the larger, with the
  /// probability 2 · `expectedParents` / (`count` − 1), independently. So features have `expectedParents` on average, the
  /// first ones fewer than the last ones. Equal seeds give equal graphs.
  ///
  /// - Throws: ``ToyLibError`` for `count` below 1, `expectedParents` outside of 0 … (`count` − 1) / 2, or a probability
  ///   that is not between 0 and 1.
  public init(
    count: Int, expectedParents: Double, base: Double, strength: Double, magnitude: Magnitude = .uniform,
    seed: UInt64 = 0
  ) throws {
    try require(count >= 1, "features", count, "at least 1")
    let most = Double(count - 1) / 2
    try require(
      expectedParents >= 0 && expectedParents <= most, "expectedParents", expectedParents,
      "between 0 and \(most), half of the other features")
    let share = count > 1 ? Float(expectedParents / most) : 0
    var random = RandomSource(seed: seed)
    let parents = (0..<count).map { child in
      (0..<child).compactMap { random.uniform() < share ? Parent($0, strength: strength) : nil }
    }
    try self.init(base: Array(repeating: base, count: count), parents: parents, magnitude: magnitude)
  }

  /// An upper bound of each feature's probability of being present: p_i = 1 − (1 − b_i) Π (1 − s p_parent).
  ///
  /// It is the probability itself where parents are independent of each other, as in trees. Parents that share a cause are
  /// present together more often, and then cause fewer of the samples. (Finding the probability of a feature in such a
  /// graph is NP-hard: Cooper 1990; estimate it from samples.)
  public var largestDensities: [Double] {
    var densities: [Double] = []
    for (own, parents) in zip(base, parents) {
      densities.append(1 - parents.reduce(1 - own) { $0 * (1 - $1.strength * densities[$1.feature]) })
    }
    return densities
  }

  public func validate() throws { try magnitude.validate() }

  public static let storedName = "causal"

  public var samplingMethod: SamplingMethod {
    .oneByOne(density: min(1, largestDensities.reduce(0, +) / Double(count)))
  }

  public func sample(into x: inout [Float], using random: inout RandomSource) {
    // Values may be 0, so presence is kept apart.
    withUnsafeTemporaryAllocation(of: Bool.self, capacity: count) { present in
      for i in 0..<count {
        let absence = parents[i].reduce(1 - base[i]) { present[$1.feature] ? $0 * (1 - $1.strength) : $0 }
        present[i] = Double(random.uniform()) < 1 - absence
        if present[i] { x[i] = magnitude.value(using: &random) }
      }
    }
  }

  private func checkGraph() throws {
    try require(count >= 1, "features", count, "at least 1")
    guard parents.count == count else {
      throw ToyLibError.mismatch(
        what: "parents", expected: "one list for each of the \(count) features", found: "\(parents.count)")
    }
    for (i, list) in parents.enumerated() {
      try require(base[i] >= 0 && base[i] <= 1, "base probability of feature \(i)", base[i], "between 0 and 1")
      var known: Set<Int> = []
      for parent in list {
        try require(
          parent.feature >= 0 && parent.feature < i && known.insert(parent.feature).inserted,
          "parent of feature \(i)", parent.feature, "the number of a feature before it, once")
        try require(
          parent.strength >= 0 && parent.strength <= 1, "strength of a parent of feature \(i)", parent.strength,
          "between 0 and 1")
      }
    }
  }
}

extension CausalFeatures: Codable {
  private enum Key: String, CodingKey {
    case base, parents, magnitude
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(base, forKey: .base)
    try container.encode(parents, forKey: .parents)
    try container.encode(magnitude, forKey: .magnitude)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    try self.init(
      base: container.decode([Double].self, forKey: .base),
      parents: container.decode([[Parent]].self, forKey: .parents),
      magnitude: container.decode(Magnitude.self, forKey: .magnitude))
  }
}
