/// Features with correlated presence in a hierarchy: those of a copula, of which a child stays only where its
/// parent is present.
///
///     // Feature 0 has two children, of which at most one is present.
///     let copula = try CopulaFeatures(count: 3, density: 0.3, correlation: 0.2)
///     let features = try CopulaTrees(copula, parents: [nil, 0, 0], exclusive: true)
///
/// So a feature with a parent is present less often than its density in the copula says. A `FeatureTrees` has
/// the probabilities of children given their parents instead, and no correlations beyond those.
///
/// Source: the generator of Chanin and Garriga-Alonso, "SynthSAEBench" (2026).
public struct CopulaTrees: StoredSampler, Hashable {
  /// What is present before the hierarchy, and the values.
  public let copula: CopulaFeatures
  /// Each feature's parent, which has a smaller number; `nil` for roots.
  public let parents: [Int?]
  /// Whether at most one child of a parent is present: of several, one that is chosen at random.
  public let isExclusive: Bool
  let children: [[Int]]

  public var count: Int { copula.count }

  /// - Throws: ``ToyLibError`` unless `parents` has one element for each feature, and parents come before
  ///   their children.
  public init(_ copula: CopulaFeatures, parents: [Int?], exclusive isExclusive: Bool = false) throws {
    guard parents.count == copula.count else {
      throw ToyLibError.mismatch(
        what: "parents", expected: "one for each of the \(copula.count) features", found: "\(parents.count)")
    }
    var children: [[Int]] = Array(repeating: [], count: parents.count)
    for (child, parent) in parents.enumerated() {
      guard let parent else { continue }
      try require(
        parent >= 0 && parent < child, "parent of feature \(child)", parent,
        "the number of a feature before it, or nil")
      children[parent].append(child)
    }
    self.copula = copula
    self.parents = parents
    self.isExclusive = isExclusive
    self.children = children
  }

  public func validate() throws { try copula.validate() }

  public static let storedName = "copula trees"

  public var samplingMethod: SamplingMethod { copula.samplingMethod }

  public func sample(into x: inout [Float], using random: inout RandomSource) {
    var present = copula.presence(using: &random)
    // Parents come before their children, so what a feature's parent does to it is known when it is visited.
    for (parent, children) in children.enumerated() where !children.isEmpty {
      let candidates = children.filter { present[$0] }
      guard present[parent] else {
        for child in candidates { present[child] = false }
        continue
      }
      guard isExclusive, candidates.count > 1 else { continue }
      let kept = candidates[random.index(below: candidates.count)]
      for child in candidates where child != kept { present[child] = false }
    }
    for (i, isPresent) in present.enumerated() where isPresent {
      x[i] = copula.magnitude.value(using: &random)
    }
  }
}

extension CopulaTrees: Codable {
  private enum Key: String, CodingKey {
    case copula, parents, exclusive
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(copula, forKey: .copula)
    try container.encode(parents, forKey: .parents)
    try container.encode(isExclusive, forKey: .exclusive)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    try self.init(
      container.decode(CopulaFeatures.self, forKey: .copula),
      parents: container.decode([Int?].self, forKey: .parents),
      exclusive: container.decode(Bool.self, forKey: .exclusive))
  }
}
