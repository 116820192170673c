internal import ToyLib

/// Directions of features that are made, not learned.
enum KnownDirections {
  /// `count` random orthonormal directions, shape [count, dimensions]; `count` is at most `dimensions`.
  static func orthonormal(
    _ count: Int, in dimensions: Int, using random: inout RandomSource
  ) throws -> Matrix {
    guard count <= dimensions else {
      throw ToyLibError.invalid(
        parameter: "features", value: "\(count)", allowed: "at most the \(dimensions) dimensions")
    }
    var rows: [[Float]] = []
    while rows.count < count {
      var row = unit(in: dimensions, using: &random)
      // Twice, because the first time leaves rounding errors.
      for _ in 0..<2 {
        for other in rows {
          let along = zip(row, other).reduce(Float(0)) { $0 + $1.0 * $1.1 }
          row = zip(row, other).map { $0 - along * $1 }
        }
        let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        row = row.map { $0 / max(length, 1e-6) }
      }
      rows.append(row)
    }
    return Matrix(rows)
  }

  /// A random vector of length 1.
  static func unit(in dimensions: Int, using random: inout RandomSource) -> [Float] {
    let values = (0..<dimensions).map { _ in random.normal() }
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return values.map { $0 / max(length, 1e-6) }
  }
}
