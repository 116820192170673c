internal import ToyLib

extension Matrix {
  /// The pseudoinverse, shape [columns, rows], from the singular values above 10⁻⁶ of the largest one.
  ///
  /// - Throws: `ToyLibError` when an element is not finite.
  var pseudoinverse: Matrix {
    get throws {
      let parts = try singularValueDecomposition
      let (left, right) = (parts.left, parts.right)
      let kept = parts.rank()
      let scaled = Matrix(rows: kept, columns: rows) { left[$0, $1] / Float(parts.values[$0]) }
      return right[rows: 0..<kept].transposed.times(scaled)
    }
  }
}
