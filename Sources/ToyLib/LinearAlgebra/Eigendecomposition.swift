/// The eigenvalues and eigenvectors of a symmetric matrix.
///
/// The signs, and the rotation among eigenvectors of equal values, follow one rule: the first
/// vector of a group is as close as possible to a coordinate axis, with a positive component along
/// it. So a matrix gives the same vectors everywhere, up to rounding.
public struct Eigendecomposition: Sendable, Hashable {
  /// The eigenvalues, largest first.
  public let values: [Double]
  /// Shape [values, size]: row k is the eigenvector of value k, of length 1.
  public var vectors: Matrix { axes.single }
  /// The eigenvectors in double precision.
  let axes: DoubleMatrix

  /// Values that differ by less than `tolerance` times the largest count as equal.
  init(_ matrix: DoubleMatrix, tolerance: Double = 1e-9) throws(ToyLibError) {
    var (values, axes) = try LAPACK.symmetricEigen(matrix)
    var none = DoubleMatrix(rows: axes.rows, columns: 0)
    CanonicalBasis.choose(&axes, &none, values: values, tolerance: tolerance)
    self.values = values
    self.axes = axes
  }

  /// The number of values larger than `tolerance` times the largest; 0 for a matrix of zeros.
  public func rank(tolerance: Double = 1e-6) -> Int {
    let largest = values.first ?? 0
    return largest > 0 ? values.count { $0 > tolerance * largest } : 0
  }
}

extension Matrix {
  /// Eigenvalues and eigenvectors by LAPACK's `dsyev`; the matrix must be symmetric to 10⁻⁵ of its
  /// largest element.
  ///
  /// Throws `ToyLibError` when it is not square, not symmetric or not finite. O(rows³).
  public var eigendecomposition: Eigendecomposition {
    get throws {
      guard rows == columns else {
        throw ToyLibError.mismatch(
          what: "a matrix for an eigendecomposition", expected: "as many rows as columns",
          found: "\(rows) × \(columns)")
      }
      let largest = elements.map { abs($0) }.max() ?? 0
      for i in 0..<rows {
        for j in 0..<i {
          try require(
            !(abs(self[i, j] - self[j, i]) > 1e-5 * largest), "element [\(i), \(j)]", self[i, j],
            "\(self[j, i]) as in [\(j), \(i)]: eigendecomposition needs a symmetric matrix")
        }
      }
      return try Eigendecomposition(DoubleMatrix(self))
    }
  }
}
