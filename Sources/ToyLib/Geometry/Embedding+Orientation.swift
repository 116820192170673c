internal import Foundation

/// Rotating the hidden space does not change a model, but it changes its figures.
extension Embedding {
  /// The embedding rotated and reflected to a standard orientation, to compare solutions: shape
  /// [features, hidden], with the same Gram matrix.
  ///
  /// In the plane of the first two axes `first` points to `angle`, degrees counter-clockwise from
  /// the first axis, and `second` lies less than half a turn counter-clockwise of it. Further axes
  /// are the principal axes of the remaining components. With one hidden dimension `first` becomes
  /// positive.
  ///
  /// Without `first`, the first feature at least half as long as the longest; without `second`, the
  /// next such one that is not along the same line.
  ///
  /// Throws `ToyLibError` when a weight is not finite, a number names no feature, `first` has no
  /// direction, or `second` is parallel to `first`.
  public func oriented(
    first: Int? = nil, second: Int? = nil, angle: Double = 90
  ) throws -> Matrix {
    let w = DoubleMatrix(weights)
    try checkOrientable(w, first, second)
    let norms = w.rowNorms
    let long = norms.indices.filter { norms[$0] > 0 && norms[$0] >= (norms.max() ?? 0) / 2 }
    guard let first = first ?? long.first else { return weights }
    let u = w[row: first].map { $0 / norms[first] }
    if w.columns == 1 {
      return DoubleMatrix(rows: w.rows, columns: 1) { i, _ in w[i, 0] * u[0] }.single
    }

    func rejected(_ i: Int) -> [Double] {
      let along = dot(w[row: i], u)
      return zip(w[row: i], u).map { $0 - along * $1 }
    }
    func isAside(_ i: Int) -> Bool { length(rejected(i)) > 1e-3 * norms[i] }
    if let second {
      try require(
        norms[second] > 0 && isAside(second), "second", second,
        "a feature that is not along feature \(first)'s line")
    }
    let next = second ?? long.first { $0 > first && isAside($0) } ?? long.first(where: isAside)
    let v = next.map(rejected)
    let axes = try completed(u, v.map { v in v.map { $0 / length(v) } }, w)
    return turned(w.times(axes.transposed), by: angle).single
  }

  /// The embedding along its principal axes, the widest first; each axis's sign makes the feature
  /// that is farthest along it positive. Use it for three-dimensional views. Shape [features,
  /// hidden].
  ///
  /// Axes whose lengths differ by less than 5 % of the largest count as equal, and are rotated so
  /// that one feature lies along the first of them. Throws `ToyLibError` when a weight is not
  /// finite.
  public var alongPrincipalAxes: Matrix {
    get throws {
      let w = DoubleMatrix(weights)
      let decomposition = try SingularValueDecomposition(w, tolerance: 0.05)
      let coordinates = w.times(decomposition.rightAxes.transposed)
      return Matrix(rows: w.rows, columns: w.columns) { i, k in
        k < coordinates.columns ? Float(coordinates[i, k]) : 0
      }
    }
  }

  private func checkOrientable(_ w: DoubleMatrix, _ first: Int?, _ second: Int?) throws {
    try require(
      w.elements.allSatisfy(\.isFinite), "weights", "NaN or infinite in some element", "finite")
    for (name, feature) in [("first", first), ("second", second)] {
      guard let feature else { continue }
      try require(
        feature >= 0 && feature < w.rows, name, feature, "a feature, 0 to \(w.rows - 1)")
    }
    if let first {
      try require(length(w[row: first]) > 0, "first", first, "a feature of some length")
    }
  }

  /// An orthonormal basis that starts with u and v and continues with the principal axes of the
  /// remaining components of W.
  private func completed(_ u: [Double], _ v: [Double]?, _ w: DoubleMatrix) throws -> DoubleMatrix {
    var axes = [u] + (v.map { [$0] } ?? [])
    var rest = w
    for i in 0..<w.rows {
      for axis in axes {
        let along = dot(rest[row: i], axis)
        rest[row: i] = zip(rest[row: i], axis).map { $0 - along * $1 }
      }
    }
    let decomposition = try SingularValueDecomposition(rest, tolerance: 0.05)
    let unit = (0..<w.columns).map { k in (0..<w.columns).map { $0 == k ? 1.0 : 0 } }
    let candidates = decomposition.values.indices.map { decomposition.rightAxes[row: $0] } + unit
    for candidate in candidates where axes.count < w.columns {
      var left = candidate
      for axis in axes {
        let along = dot(left, axis)
        left = zip(left, axis).map { $0 - along * $1 }
      }
      let size = length(left)
      if size > 1e-3 { axes.append(left.map { $0 / size }) }
    }
    return DoubleMatrix(rows: axes, columns: w.columns)
  }

  private func turned(_ w: DoubleMatrix, by degrees: Double) -> DoubleMatrix {
    let (c, s) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
    return DoubleMatrix(rows: w.rows, columns: w.columns) { i, k in
      switch k {
      case 0: c * w[i, 0] - s * w[i, 1]
      case 1: s * w[i, 0] + c * w[i, 1]
      default: w[i, k]
      }
    }
  }
}
