internal import Foundation

/// The power law y ∝ x^exponent that fits points best: the straight line through their logarithms.
struct PowerLaw {
  let exponent: Double
  /// R² of the line; 0 if all x or all y are equal.
  let quality: Double

  init(_ points: [(x: Double, y: Double)]) {
    let logs = points.map { (x: log($0.x), y: log($0.y)) }
    let count = Double(max(1, logs.count))
    let (x, y) = (logs.map(\.x).reduce(0, +) / count, logs.map(\.y).reduce(0, +) / count)
    let xx = logs.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
    let yy = logs.reduce(0) { $0 + ($1.y - y) * ($1.y - y) }
    let xy = logs.reduce(0) { $0 + ($1.x - x) * ($1.y - y) }
    exponent = xx > 0 ? xy / xx : 0
    quality = xx > 0 && yy > 0 ? xy * xy / (xx * yy) : 0
  }
}
