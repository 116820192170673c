/// A group of features recognised as a polytope.
public struct PolytopeMatch: Sendable, Hashable {
  public let polytope: NamedPolytope
  /// The feature at each of the polytope's vertices.
  public let features: [Int]
  /// The largest difference between a cosine of two features and that of their vertices.
  public let deviation: Double
}

extension NamedPolytope {
  /// The order in which rows with these cosines match this polytope up to rotation, and the largest
  /// deviation; `nil` if every order has a deviation above `tolerance`.
  ///
  /// Assigns one row after the other to a vertex where its cosines with the earlier rows match. The
  /// first row is assigned to the first vertex, because all vertices are equivalent.
  func order(of cosines: DoubleMatrix, tolerance: Double) -> (order: [Int], deviation: Double)? {
    guard cosines.rows == features else { return nil }
    let own = self.cosines
    var order = [0]
    var isTaken = [Bool](repeating: false, count: features)
    if features > 0 { isTaken[0] = true }
    var budget = 200_000  // A bound on the search, far more than any polytope here needs.

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
