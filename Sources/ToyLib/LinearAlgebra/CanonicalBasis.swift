/// A unique choice among the bases of an eigenvalue's eigenspace.
///
/// The sign of an eigenvector is arbitrary, and so is the rotation among eigenvectors of equal
/// values; LAPACK implementations differ in both. Here the first vector of a group is the one
/// closest to a coordinate axis, the next is chosen in the same way among the remaining ones, each
/// with a positive component along that axis. If several axes are equally close, the first is used,
/// so that rounding does not change the result.
enum CanonicalBasis {
  /// Orthonormal rows, and the rows of `companions` transformed in the same way. `values` belong to
  /// the rows, largest first; neighbours that differ by less than `tolerance` times the largest
  /// value count as equal.
  static func choose(
    _ rows: inout DoubleMatrix, _ companions: inout DoubleMatrix, values: [Double],
    tolerance: Double
  ) {
    let slack = tolerance * (values.map(abs).max() ?? 0)
    var start = 0
    while start < values.count {
      var end = start + 1
      while end < values.count && values[end - 1] - values[end] <= slack { end += 1 }
      for first in start..<end { pivot(&rows, &companions, first..<end) }
      start = end
    }
  }

  /// Makes the first of `range` the projection of the nearest coordinate axis, and the others
  /// orthogonal to it.
  private static func pivot(
    _ rows: inout DoubleMatrix, _ companions: inout DoubleMatrix, _ range: Range<Int>
  ) {
    let reach = (0..<rows.columns).map { i in
      range.reduce(0.0) { $0 + rows[$1, i] * rows[$1, i] }
    }
    let farthest = reach.max() ?? 0
    guard let axis = reach.firstIndex(where: { $0 >= farthest * (1 - 1e-6) }), farthest > 0
    else { return }
    // The Householder reflection that takes the first row to c, up to the sign chosen last.
    let c = range.map { rows[$0, axis] / farthest.squareRoot() }
    var w = c
    w[0] += c[0] >= 0 ? 1 : -1
    let scale = 2 / dot(w, w)
    reflect(&rows, range, w, scale)
    reflect(&companions, range, w, scale)
    if rows[range.lowerBound, axis] < 0 {
      negate(&rows, range.lowerBound)
      negate(&companions, range.lowerBound)
    }
  }

  private static func reflect(
    _ rows: inout DoubleMatrix, _ range: Range<Int>, _ w: [Double], _ scale: Double
  ) {
    for column in 0..<rows.columns {
      let shadow = scale * zip(range, w).reduce(0.0) { $0 + rows[$1.0, column] * $1.1 }
      for (row, part) in zip(range, w) { rows[row, column] -= shadow * part }
    }
  }

  private static func negate(_ rows: inout DoubleMatrix, _ row: Int) {
    for column in 0..<rows.columns { rows[row, column] = -rows[row, column] }
  }
}
