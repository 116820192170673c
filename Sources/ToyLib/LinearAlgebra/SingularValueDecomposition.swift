/// The singular value decomposition Σ σ_k u_k v_kᵀ of a matrix, by LAPACK's `dgesvd`.
///
/// Signs, and rotations among equal values, follow a rule for the left vectors: the first of a
/// group is as close as possible to one row's axis, with a positive component along it. For an
/// embedding this row is a feature, so rotating the hidden space changes only `right`.
public struct SingularValueDecomposition: Sendable, Hashable {
  /// σ_k, largest first: min(rows, columns) of them.
  public let values: [Double]
  /// Shape [values, rows]: row k is u_k.
  public var left: Matrix { leftAxes.single }
  /// Shape [values, columns]: row k is v_k.
  public var right: Matrix { rightAxes.single }
  let leftAxes: DoubleMatrix
  let rightAxes: DoubleMatrix

  init(_ matrix: DoubleMatrix, tolerance: Double = 1e-9) throws(ToyLibError) {
    var (values, left, right) = try LAPACK.singularValues(matrix)
    CanonicalBasis.choose(&left, &right, values: values, tolerance: tolerance)
    self.values = values
    leftAxes = left
    rightAxes = right
  }

  /// The number of values larger than `tolerance` times the largest; 0 for a matrix of zeros.
  public func rank(tolerance: Double = 1e-6) -> Int {
    let largest = values.first ?? 0
    return largest > 0 ? values.count { $0 > tolerance * largest } : 0
  }

  /// The matrix from its `count` largest values: the nearest matrix of that rank.
  public func approximation(rank count: Int) -> Matrix {
    let kept = 0..<min(max(count, 0), values.count)
    return Matrix(rows: leftAxes.columns, columns: rightAxes.columns) { i, j in
      Float(kept.reduce(0.0) { $0 + values[$1] * leftAxes[$1, i] * rightAxes[$1, j] })
    }
  }
}

extension Matrix {
  /// The thin singular value decomposition. Throws `ToyLibError` when an element is not finite.
  public var singularValueDecomposition: SingularValueDecomposition {
    get throws { try SingularValueDecomposition(DoubleMatrix(self)) }
  }
}
