/// The best solution in closed form.
///
/// A feature of capacity C and squared length g has Σ_j G_ij² = g²/C, so its part of the loss is
/// 2 [K (v − g)² + g² (1 − C)/C] with K = (κ − 1)/2. The best g makes of it
///
///     L_i(C) = 2 K v² (1 − C) / (1 + (K − 1) C)          −dL_i/dC = 2 (K v / (1 + (K − 1) C))²
///
/// For K > 1 that is convex. Capacities sum to at most m; so the best share makes the marginal
/// value the same for every feature that has a part of a dimension: C_i = (μ v_i − 1)/(K − 1), held
/// between 0 and 1, with μ such that they sum to m. Such weights exist: features
/// with 0 < C < 1 form a tight frame, whose rows may have any lengths that none of them exceeds.
///
/// For K ≤ 1, up to a kurtosis of 3, L_i is concave: every capacity is 0 or 1, and the m most
/// important features get 1.
extension QuadraticModel {
  /// C_i of the best solution.
  public var bestCapacities: [Double] {
    guard hidden < features else { return importance.map { _ in 1 } }
    guard ratio > 1 else { return dedicated }
    var (low, high) = (0.0, ratio / (importance.min() ?? 1))
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if shares(middle).reduce(0, +) < Double(hidden) { low = middle } else { high = middle }
    }
    return shares(high)
  }

  /// The lowest loss that any weights have.
  public var bestLoss: Double {
    zip(importance, bestCapacities).reduce(0) { $0 + featureLoss($1.0, capacity: $1.1) }
  }

  /// −dL_i/dC of each feature at given capacities: the marginal value of capacity.
  public func marginalValues(at capacities: [Double]) -> [Double] {
    zip(importance, capacities).map { v, c in
      let root = ratio * v / (1 + (ratio - 1) * c)
      return 2 * root * root
    }
  }

  private func featureLoss(_ v: Double, capacity c: Double) -> Double {
    2 * ratio * v * v * (1 - c) / (1 + (ratio - 1) * c)
  }

  private func shares(_ level: Double) -> [Double] {
    importance.map { min(max((level * $0 - 1) / (ratio - 1), 0), 1) }
  }

  private var dedicated: [Double] {
    let chosen = importance.indices.sorted { importance[$0] > importance[$1] }.prefix(hidden)
    return importance.indices.map { chosen.contains($0) ? 1 : 0 }
  }
}

/// The phase of a feature.
public enum CapacityPhase: String, Sendable, Hashable, CaseIterable {
  /// C = 0.
  case ignored
  /// 0 < C < 1.
  case shared
  /// C = 1.
  case dedicated

  /// The phase of capacity `c`, with `tolerance` at both ends.
  public init(capacity c: Double, tolerance: Double = 0.02) {
    self = c <= tolerance ? .ignored : c >= 1 - tolerance ? .dedicated : .shared
  }
}
