extension Matrix {
  /// The `count` principal coordinates of the chosen rows as points, from their dot products: shape
  /// [count, members], largest variance first. Coordinates beyond the dimension of the points are
  /// zero; so are all of them if a dot product is not finite.
  ///
  /// Directions whose variances differ by less than 5 % are rotated so that one point lies along
  /// the first of them. So a pentagon is always drawn in the same orientation.
  package func principalCoordinates(ofRows members: [Int], count: Int) -> [[Double]] {
    let gram = DoubleMatrix(self).picking(members).gram
    // With a finite symmetric matrix, LAPACK fails only if it does not converge.
    let eigen = try? Eigendecomposition(gram, tolerance: 0.05)
    return (0..<count).map { axis in
      guard let eigen, axis < eigen.values.count, eigen.values[axis] > 1e-9 else {
        return Array(repeating: 0, count: gram.rows)
      }
      return eigen.axes[row: axis].map { $0 * eigen.values[axis].squareRoot() }
    }
  }
}
