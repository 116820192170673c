/// A group of features recognised as a polytope.
public struct PolytopeMatch: Sendable, Hashable {
  public let polytope: NamedPolytope
  /// The feature at each of the polytope's vertices.
  public let features: [Int]
  /// The largest difference between a cosine of two features and that of their vertices.
  public let deviation: Double
}

extension NamedPolytope {
  /// The order in which rows with these cosines are this polytope up to rotation, and how far from
  /// it; `nil` when every order is off by more than `tolerance` somewhere.
  ///
  /// Puts one row after the other at a vertex where its cosines with those before fit. The first
  /// row may stand at the first vertex, for the polytope looks the same from all.
  func order(of cosines: DoubleMatrix, tolerance: Double) -> (order: [Int], deviation: Double)? {
    guard cosines.rows == features else { return nil }
    let own = self.cosines
    var order = [0]
    var isTaken = [Bool](repeating: false, count: features)
    if features > 0 { isTaken[0] = true }
    var budget = 200_000  // Far more than any polytope here takes; a bound, not a limit to meet.

    func place() -> Bool {
      let vertex = order.count
      if vertex == features { return true }
      for row in 0..<features where !isTaken[row] {
        budget -= 1
        guard budget > 0 else { return false }
        let fits = order.indices.allSatisfy {
          abs(cosines[row, order[$0]] - own[vertex, $0]) <= tolerance
        }
        guard fits else { continue }
        order.append(row)
        isTaken[row] = true
        if place() { return true }
        order.removeLast()
        isTaken[row] = false
      }
      return false
    }

    guard place() else { return nil }
    var deviation = 0.0
    for i in 0..<features {
      for j in 0..<i {
        deviation = max(deviation, abs(cosines[order[i], order[j]] - own[i, j]))
      }
    }
    return (order, deviation)
  }
}
