internal import ToyLib

/// Random correlation matrices with many strong correlations of both signs.
enum RandomCorrelations {
  /// A correlation matrix of `count` variables, shape [count, count].
  ///
  /// A share of the pairs, chosen at random, gets correlations of a size uniform in `strengths`, the others 0. The share
  /// `positive` of these is positive, the others negative. Such a matrix is rarely positive definite, so its eigenvalues
  /// below 0 become 0, `least` is added to all, and the matrix is divided by the roots of its diagonal. That makes strong
  /// correlations about a third as large.
  ///
  /// Source: the code of Chanin and Garriga-Alonso, "Sparse but Wrong" (2025), which replaces eigenvalues below 10⁻⁶ by
  /// 10⁻⁶.
  static func matrix(
    _ count: Int, correlated: Double, positive: Double, strengths: ClosedRange<Double>,
    using random: inout RandomSource
  ) -> Matrix {
    var pairs = (0..<count).flatMap { i in (0..<i).map { (i, $0) } }
    pairs.shuffle(using: &random)
    let kept = pairs.prefix(Int(correlated * Double(pairs.count)))
    var drawn = Matrix.identity(count)
    for (number, (i, j)) in kept.enumerated() {
      let size = strengths.lowerBound + (strengths.upperBound - strengths.lowerBound) * Double(random.uniform())
      let value = Float(Double(number) < positive * Double(kept.count) ? size : -size)
      (drawn[i, j], drawn[j, i]) = (value, value)
    }
    return normalised(withoutNegativeEigenvalues(drawn))
  }

  /// Added to every eigenvalue, so that rounding leaves the matrix positive definite.
  private static let least: Float = 1e-3

  /// (M + |M|) / 2 with |M| = M sign(M); the sign by Newton and Schulz's iteration S ← S (3 − S²) / 2, which needs only
  /// products and sums, so its bits are the same everywhere.
  private static func withoutNegativeEigenvalues(_ matrix: Matrix) -> Matrix {
    let length = matrix.elements.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
    var sign = matrix.map { $0 / length }
    for _ in 0..<40 {
      let cube = sign.times(sign).times(sign)
      sign = symmetric(sign.rows) { (3 * sign[$0, $1] - cube[$0, $1]) / 2 }
    }
    let absolute = matrix.times(sign)
    return symmetric(matrix.rows) { (matrix[$0, $1] + absolute[$0, $1]) / 2 }
  }

  private static func normalised(_ matrix: Matrix) -> Matrix {
    let roots = (0..<matrix.rows).map { (matrix[$0, $0] + least).squareRoot() }
    return symmetric(matrix.rows) { $0 == $1 ? 1 : matrix[$0, $1] / (roots[$0] * roots[$1]) }
  }

  /// Of the elements on and below the diagonal.
  private static func symmetric(_ count: Int, _ element: (Int, Int) -> Float) -> Matrix {
    Matrix(rows: count, columns: count) { element(max($0, $1), min($0, $1)) }
  }
}
