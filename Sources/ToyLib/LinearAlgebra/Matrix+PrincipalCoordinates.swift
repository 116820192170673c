extension Matrix {
  /// The `count` principal coordinates of the chosen rows as points, from their dot products: shape
  /// [count, members], largest spread first. A coordinate is all zeros where the points have no more
  /// directions, and where a dot product is not finite.
  ///
  /// Directions whose spreads differ by less than 5 % are turned so that one point lies along the
  /// first of them: a pentagon is drawn the same way however it came to lie.
  package func principalCoordinates(ofRows members: [Int], count: Int) -> [[Double]] {
    let gram = DoubleMatrix(self).picking(members).gram
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
