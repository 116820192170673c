extension Matrix {
  /// X with `self` · X = `other`, in double precision, rounded once.
  ///
  /// - Throws: `ToyLibError` when `self` is not square, has another number of rows than `other`,
  ///   has no inverse, or holds numbers that are not finite.
  public func solve(_ other: Matrix) throws(ToyLibError) -> Matrix {
    guard rows == columns else {
      throw .mismatch(
        what: "a matrix to solve with", expected: "as many rows as columns",
        found: "\(rows) × \(columns)")
    }
    guard other.rows == rows else {
      throw .mismatch(
        what: "right-hand side", expected: "\(rows) rows", found: "\(other.rows)")
    }
    return try LAPACK.solve(DoubleMatrix(self), DoubleMatrix(other)).single
  }

  /// X with `self` · X = `other` for one column of numbers.
  ///
  /// - Throws: as ``solve(_:)-(Matrix)``.
  public func solve(_ other: [Float]) throws(ToyLibError) -> [Float] {
    try solve(Matrix(rows: other.count, columns: 1, elements: other)).elements
  }

  /// The inverse of a square matrix.
  ///
  /// - Throws: as ``solve(_:)-(Matrix)``.
  public func inverse() throws(ToyLibError) -> Matrix { try solve(.identity(rows)) }
}
