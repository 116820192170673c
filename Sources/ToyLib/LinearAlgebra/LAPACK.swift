internal import CToyLAPACK

/// All calls of LAPACK.
enum LAPACK {
  /// Eigenvalues, largest first, and their eigenvectors as rows. Only the lower triangle of
  /// `matrix` is read.
  static func symmetricEigen(
    _ matrix: DoubleMatrix
  ) throws(ToyLibError) -> (values: [Double], vectors: DoubleMatrix) {
    let n = matrix.rows
    try checkFinite(matrix)
    guard n > 0 else { return ([], matrix) }
    var a = matrix.elements
    var w = [Double](repeating: 0, count: n)
    let info = withWorkspace { work, length in
      clapack_symmetric_eigen(Int32(n), &a, &w, work, length)
    }
    try check(info, matrix, "eigenvalues")
    let ascending = DoubleMatrix(rows: n, columns: n, elements: a)
    return (w.reversed(), ascending.picking((0..<n).reversed()))
  }

  /// The k = min(rows, columns) singular values, largest first, with left vectors (shape [k, rows])
  /// and right ones (shape [k, columns]) as rows.
  static func singularValues(
    _ matrix: DoubleMatrix
  ) throws(ToyLibError) -> (values: [Double], left: DoubleMatrix, right: DoubleMatrix) {
    let k = min(matrix.rows, matrix.columns)
    try checkFinite(matrix)
    guard k > 0 else {
      return ([], DoubleMatrix(rows: 0, columns: matrix.rows), DoubleMatrix(rows: 0, columns: 0))
    }
    // LAPACK reads the rows as columns, that is, the transposed matrix, so left and right vectors
    // are exchanged.
    var a = matrix.elements
    var s = [Double](repeating: 0, count: k)
    var u = [Double](repeating: 0, count: matrix.columns * k)
    var vt = [Double](repeating: 0, count: k * matrix.rows)
    let info = withWorkspace { work, length in
      clapack_singular_values(
        Int32(matrix.columns), Int32(matrix.rows), &a, &s, &u, &vt, work, length)
    }
    try check(info, matrix, "singular values")
    let left = DoubleMatrix(rows: matrix.rows, columns: k, elements: vt).transposed
    return (s, left, DoubleMatrix(rows: k, columns: matrix.columns, elements: u))
  }

  /// X with `matrix` · X = `other`; `matrix` is square and has as many rows as `other`.
  static func solve(
    _ matrix: DoubleMatrix, _ other: DoubleMatrix
  ) throws(ToyLibError) -> DoubleMatrix {
    try checkFinite(matrix)
    try checkFinite(other)
    guard !matrix.elements.isEmpty, other.columns > 0 else { return other }
    // LAPACK reads column after column.
    var a = matrix.transposed.elements
    var b = other.transposed.elements
    var pivots = [Int32](repeating: 0, count: matrix.rows)
    let info = clapack_solve(Int32(matrix.rows), Int32(other.columns), &a, &pivots, &b)
    try require(
      info == 0, "a \(matrix.rows) × \(matrix.rows) matrix", "singular",
      "one that has an inverse")
    return DoubleMatrix(rows: other.columns, columns: other.rows, elements: b).transposed
  }

  /// Asks the routine for its workspace size, then runs it with a workspace of that size.
  private static func withWorkspace(
    _ routine: (UnsafeMutablePointer<Double>, Int32) -> Int32
  ) -> Int32 {
    var wish = 0.0
    let info = routine(&wish, -1)
    guard info == 0 else { return info }
    var work = [Double](repeating: 0, count: max(1, Int(wish)))
    let length = Int32(work.count)
    return work.withUnsafeMutableBufferPointer { routine($0.baseAddress!, length) }
  }

  private static func checkFinite(_ matrix: DoubleMatrix) throws(ToyLibError) {
    // Some of LAPACK's iterations do not terminate with NaN.
    try require(
      matrix.elements.allSatisfy(\.isFinite), "a \(matrix.rows) × \(matrix.columns) matrix",
      "NaN or infinite in some element", "finite to have eigenvalues or singular values")
  }

  private static func check(
    _ info: Int32, _ matrix: DoubleMatrix, _ what: String
  ) throws(ToyLibError) {
    try require(
      info == 0, "a \(matrix.rows) × \(matrix.columns) matrix",
      "a matrix for which LAPACK found no \(what) (info \(info))", "one for which the algorithm converges")
  }
}
