/// Points from their dot products.
enum PrincipalCoordinates {
  /// The `count` principal coordinates of the points with these dot products, largest spread
  /// first; a coordinate is all zeros where the points have no more directions.
  ///
  /// Power iteration with a fixed start: accurate enough to draw, and the same every time.
  static func of(_ gram: [[Double]], count: Int) -> [[Double]] {
    var rest = gram
    return (0..<count).map { axis in
      guard let (value, vector) = largest(rest, axis: axis), value > 1e-9 else {
        return gram.map { _ in 0 }
      }
      for i in rest.indices {
        for j in rest.indices { rest[i][j] -= value * vector[i] * vector[j] }
      }
      return vector.map { $0 * value.squareRoot() }
    }
  }

  private static func largest(_ matrix: [[Double]], axis: Int) -> (Double, [Double])? {
    var vector = matrix.indices.map { 1 + 0.37 * Double(($0 * 7 + axis * 3) % 11) }
    var value = 0.0
    for _ in 0..<200 {
      let next = matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
      value = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard value > 1e-12, value.isFinite else { return nil }
      vector = next.map { $0 / value }
    }
    // The sign is free: the largest entry is made positive.
    let extreme = vector.max { abs($0) < abs($1) } ?? 1
    return (value, extreme < 0 ? vector.map { -$0 } : vector)
  }
}
