/// Points from their dot products.
enum PrincipalCoordinates {
  /// The `count` principal coordinates of the points with these dot products, largest spread
  /// first; a coordinate is all zeros where the points have no more directions, and where a dot
  /// product is not finite.
  ///
  /// Directions whose spreads differ by less than 5 % are turned so that one point lies along the
  /// first of them: a pentagon is drawn the same way however it came to lie.
  static func of(_ gram: DoubleMatrix, count: Int) -> [[Double]] {
    // The only thing that a finite symmetric matrix can fail at is not to converge.
    let eigen = try? Eigendecomposition(gram, tolerance: 0.05)
    return (0..<count).map { axis in
      guard let eigen, axis < eigen.values.count, eigen.values[axis] > 1e-9 else {
        return Array(repeating: 0, count: gram.rows)
      }
      return eigen.axes[row: axis].map { $0 * eigen.values[axis].squareRoot() }
    }
  }
}
