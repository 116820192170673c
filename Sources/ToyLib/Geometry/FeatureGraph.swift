/// The paper's feature-geometry graph: represented features, and an edge between every two that are
/// not orthogonal.
///
///     try model.featureGraph().groups   // features that share an edge, directly or not
public struct FeatureGraph: Sendable, Hashable {
  /// A represented feature.
  public struct Node: Sendable, Hashable {
    public let feature: Int
    /// ‖W_i‖
    public let norm: Double
    /// D_i
    public let dimensionality: Double
  }

  /// Two features that are not orthogonal; `from` is the smaller number.
  public struct Edge: Sendable, Hashable {
    public let from: Int
    public let to: Int
    /// W_i · W_j; the paper's weight is its absolute value.
    public let product: Double
    /// Ŵ_i · Ŵ_j
    public let cosine: Double
  }

  public let nodes: [Node]
  public let edges: [Edge]

  /// The connected groups of features, largest first, then by first member. Each group is sorted.
  /// There is no edge between factors of a tegum product.
  public var groups: [[Int]] {
    var neighbours: [Int: [Int]] = [:]
    for edge in edges {
      neighbours[edge.from, default: []].append(edge.to)
      neighbours[edge.to, default: []].append(edge.from)
    }
    var isSeen: Set<Int> = []
    var groups: [[Int]] = []
    for node in nodes where isSeen.insert(node.feature).inserted {
      var group = [node.feature]
      var next = 0
      while next < group.count {
        for other in neighbours[group[next]] ?? [] where isSeen.insert(other).inserted {
          group.append(other)
        }
        next += 1
      }
      groups.append(group.sorted())
    }
    return groups.sorted { ($1.count, $0[0]) < ($0.count, $1[0]) }
  }
}

extension FeatureGraph {
  /// Only the nodes of these features, and only edges with a cosine larger than `threshold` in size.
  func only(_ features: [Int], above threshold: Double) -> FeatureGraph {
    let kept = Set(features)
    return FeatureGraph(
      nodes: nodes.filter { kept.contains($0.feature) },
      edges: edges.filter {
        kept.contains($0.from) && kept.contains($0.to) && abs($0.cosine) > threshold
      })
  }
}

extension FeatureGraph: CustomStringConvertible {
  public var description: String {
    "\(nodes.count) features, \(edges.count) edges, groups of "
      + groups.map { "\($0.count)" }.joined(separator: ", ")
  }
}

extension Embedding {
  /// The graph of the features longer than `norm`, with an edge where |Ŵ_i · Ŵ_j| is more than
  /// `threshold`. Numbers that are not finite give no edge. O(features² · hidden).
  public func featureGraph(threshold: Double = 0.15, above norm: Float = 0.5) -> FeatureGraph {
    let w = weights
    let norms = w.rowNorms
    let dimensionality = featureDimensionality
    let kept = norms.indices.filter { norms[$0] > norm }
    var edges: [FeatureGraph.Edge] = []
    for (place, i) in kept.enumerated() {
      for j in kept.dropFirst(place + 1) {
        let product = Double(w.dot(row: i, row: j))
        let cosine = product / (Double(norms[i]) * Double(norms[j]))
        guard cosine.isFinite, abs(cosine) > threshold else { continue }
        edges.append(FeatureGraph.Edge(from: i, to: j, product: product, cosine: cosine))
      }
    }
    let nodes = kept.map {
      FeatureGraph.Node(
        feature: $0, norm: Double(norms[$0]), dimensionality: Double(dimensionality[$0]))
    }
    return FeatureGraph(nodes: nodes, edges: edges)
  }
}
