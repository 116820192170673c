/// A feature, and the features that are present only together with it.
public struct FeatureTree: Sendable, Hashable, Codable {
  /// The probability that the feature is present where its parent is; of a root, its density.
  public var probability: Double
  /// The distribution of the feature's value; `nil` for that of the ``FeatureTrees``.
  public var magnitude: Magnitude?
  /// Features that need this one.
  public var children: [FeatureTree]
  /// Whether at most one child is present in a sample. Otherwise children are independent of each other.
  public var isExclusive: Bool

  public init(
    _ probability: Double, magnitude: Magnitude? = nil, children: [FeatureTree] = [],
    exclusive isExclusive: Bool = false
  ) {
    self.probability = probability
    self.magnitude = magnitude
    self.children = children
    self.isExclusive = isExclusive
  }
}

/// Features in a hierarchy: a child is present only with its parent.
///
///     // Two parents with three children each, of which at most one is present.
///     let parent = FeatureTree(0.15, children: [.init(0.2), .init(0.2), .init(0.2)], exclusive: true)
///     let features = FeatureTrees([parent, parent], magnitude: .one)
///
/// Features are numbered depth first: a root, its first child and that child's descendants, its second
/// child, and so on.
public struct FeatureTrees: StoredSampler, Hashable {
  public let trees: [FeatureTree]
  public var magnitude: Magnitude
  private let nodes: [Node]

  /// A feature in the order of numbers.
  private struct Node: Hashable {
    let probability: Double
    /// Where a uniform number makes it present: [low, high).
    let low: Float, high: Float
    let magnitude: Magnitude?
    let parent: Int?
    let childrenAreExclusive: Bool
    /// The number after those of its descendants.
    var end: Int
  }

  public init(_ trees: [FeatureTree], magnitude: Magnitude = .uniform) {
    self.trees = trees
    self.magnitude = magnitude
    nodes = Self.nodes(of: trees)
  }

  public var count: Int { nodes.count }

  /// Each feature's parent; `nil` for roots.
  public var parents: [Int?] { nodes.map(\.parent) }

  /// Each feature's probability of being present: the product along its path from the root.
  public var densities: [Double] {
    var densities: [Double] = []
    for node in nodes { densities.append(node.probability * (node.parent.map { densities[$0] } ?? 1)) }
    return densities
  }

  /// - Throws: ``ToyLibError`` if there is no tree, a probability is not between 0 and 1, probabilities
  ///   of exclusive children have a sum above 1, or a magnitude is invalid.
  public func validate() throws {
    try require(!trees.isEmpty, "trees", trees.count, "at least 1")
    try magnitude.validate()
    for (i, node) in nodes.enumerated() {
      try require(
        node.probability >= 0 && node.probability <= 1, "probability of feature \(i)", node.probability,
        "between 0 and 1")
      try node.magnitude?.validate()
      guard node.childrenAreExclusive else { continue }
      let sum = nodes.filter { $0.parent == i }.reduce(0) { $0 + $1.probability }
      try require(
        sum <= 1 + 1e-9, "sum of the probabilities of feature \(i)'s exclusive children", sum, "at most 1")
    }
  }

  public static let storedName = "trees"

  public var samplingMethod: SamplingMethod {
    .oneByOne(density: min(1, densities.reduce(0, +) / Double(max(1, count))))
  }

  public func sample(into x: inout [Float], using random: inout RandomSource) {
    visit(0..<nodes.count, isExclusive: false, &x, &random)
  }

  /// Draws siblings and, of those that are present, their descendants.
  private func visit(
    _ siblings: Range<Int>, isExclusive: Bool, _ x: inout [Float], _ random: inout RandomSource
  ) {
    guard !siblings.isEmpty else { return }
    let shared = isExclusive ? random.uniform() : 0
    var i = siblings.lowerBound
    while i < siblings.upperBound {
      let node = nodes[i]
      let u = isExclusive ? shared : random.uniform()
      if u >= node.low && u < node.high {
        x[i] = (node.magnitude ?? magnitude).value(using: &random)
        visit(i + 1..<node.end, isExclusive: node.childrenAreExclusive, &x, &random)
      }
      i = node.end
    }
  }

  private static func nodes(of trees: [FeatureTree]) -> [Node] {
    var nodes: [Node] = []
    func add(_ siblings: [FeatureTree], parent: Int?, areExclusive: Bool) {
      var before = 0.0
      for tree in siblings {
        let number = nodes.count
        let low = areExclusive ? before : 0
        before += tree.probability
        nodes.append(
          Node(
            probability: tree.probability, low: Float(low), high: Float(low + tree.probability),
            magnitude: tree.magnitude, parent: parent, childrenAreExclusive: tree.isExclusive, end: 0))
        add(tree.children, parent: number, areExclusive: tree.isExclusive)
        nodes[number].end = nodes.count
      }
    }
    add(trees, parent: nil, areExclusive: false)
    return nodes
  }
}

extension FeatureTrees: Codable {
  private enum Key: String, CodingKey {
    case trees, magnitude
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(trees, forKey: .trees)
    try container.encode(magnitude, forKey: .magnitude)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      try container.decode([FeatureTree].self, forKey: .trees),
      magnitude: try container.decode(Magnitude.self, forKey: .magnitude))
  }
}
