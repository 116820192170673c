/// Features in groups that appear together, or never together.
public struct FeatureGroups: StoredSampler, Hashable {
  /// How the members of a group depend on each other.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// All members are present or all are absent; the values of present members are independent.
    case correlated
    /// With probability 1 − S exactly one member is present, each with equal probability.
    case anticorrelated
  }

  /// A group of features.
  public struct Group: Sendable, Hashable, Codable {
    public var kind: Kind
    /// The number of features in the group.
    public var count: Int
    /// The probability that the whole group is zero.
    public var sparsity: Double

    public init(_ kind: Kind, count: Int, sparsity: Double) {
      self.kind = kind
      self.count = count
      self.sparsity = sparsity
    }
  }

  public var groups: [Group]
  public var magnitude: Magnitude

  public var count: Int { groups.reduce(0) { $0 + max(0, $1.count) } }

  /// Features in the given groups, numbered group by group.
  public init(_ groups: [Group], magnitude: Magnitude = .uniform) {
    self.groups = groups
    self.magnitude = magnitude
  }

  /// `sets` sets of `size` features that appear together.
  public static func correlated(sets: Int, of size: Int, sparsity: Double) -> FeatureGroups {
    FeatureGroups(
      Array(repeating: Group(.correlated, count: size, sparsity: sparsity), count: max(0, sets)))
  }

  /// `sets` sets of `size` features of which at most one appears.
  ///
  /// As in the paper, `sparsity` is that of the set, so a member is present with probability (1 −
  /// S) / size. (ARENA doubles the density of pairs, to keep the density of each member.)
  public static func anticorrelated(sets: Int, of size: Int, sparsity: Double) -> FeatureGroups {
    FeatureGroups(
      Array(
        repeating: Group(.anticorrelated, count: size, sparsity: sparsity), count: max(0, sets)))
  }

  public func validate() throws {
    try require(!groups.isEmpty, "groups", groups.count, "at least one group")
    try magnitude.validate()
    for (i, group) in groups.enumerated() { try group.validate(number: i) }
  }

  public static let storedName = "groups"

  public var samplingMethod: SamplingMethod { .groups(groups, magnitude: magnitude) }

  public func sample(into x: inout [Float], using random: inout RandomSource) {
    var first = 0
    for group in groups {
      defer { first += group.count }
      guard random.uniform() < Float(1 - group.sparsity) else { continue }
      switch group.kind {
      case .correlated:
        for i in first..<first + group.count { x[i] = magnitude.value(using: &random) }
      case .anticorrelated:
        x[first + random.index(below: group.count)] = magnitude.value(using: &random)
      }
    }
  }
}

extension FeatureGroups.Group {
  func validate(number i: Int) throws(ToyLibError) {
    try require(count >= 1, "features of group \(i)", count, "at least 1")
    try require(
      sparsity >= 0 && sparsity <= 1, "sparsity of group \(i)", sparsity, "between 0 and 1")
  }
}
