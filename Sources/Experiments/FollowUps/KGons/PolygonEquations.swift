internal import Foundation
internal import ToyLib

/// The loss of a regular polygon as a function of its length and bias.
struct PolygonEquations {
  let corners: Int

  /// The polygon of `corners` features that is a critical point, or `nil` if there is none: Newton's
  /// method from a few lengths and biases.
  var root: (length: Double, bias: Double)? {
    for start in stride(from: 1.02, through: 1.8, by: 0.02) {
      for bias in stride(from: -0.1, through: -1.6, by: -0.1) {
        if let found = newton(start, bias), isPolygon(found) { return found }
      }
    }
    return nil
  }

  /// Whether each corner activates every other corner at less than a right angle, as the source
  /// assumes. Otherwise there are more critical points, for instance one with nine corners that
  /// activate only their neighbours.
  private func isPolygon(_ point: (length: Double, bias: Double)) -> Bool {
    let (l, b) = point
    let lit = (corners + 3) / 4 - 1
    let overlap = l * l * cos(2 * Double.pi * Double(lit) / Double(corners))
    return l > 0.5 && l < 3 && b < -1e-6 && b > -l * l && overlap + b > 1e-9
  }

  private func newton(_ l: Double, _ b: Double) -> (length: Double, bias: Double)? {
    var (l, b) = (l, b)
    for _ in 0..<60 {
      let g = gradient(l, b)
      let h = 1e-6
      let (up, across) = (gradient(l + h, b), gradient(l, b + h))
      let (ll, lb) = ((up.0 - g.0) / h, (across.0 - g.0) / h)
      let (bl, bb) = ((up.1 - g.1) / h, (across.1 - g.1) / h)
      let determinant = ll * bb - lb * bl
      guard abs(determinant) > 1e-12 else { return nil }
      let (dl, db) = ((g.0 * bb - g.1 * lb) / determinant, (g.1 * ll - g.0 * bl) / determinant)
      l -= dl
      b -= db
      guard l.isFinite, b.isFinite, abs(l) < 10, abs(b) < 10 else { return nil }
      if abs(dl) + abs(db) < 1e-13 { break }
    }
    let rest = gradient(l, b)
    return abs(rest.0) + abs(rest.1) < 1e-9 ? (l, b) : nil
  }

  /// Derivatives of one corner's part of 3 L_1, by length and bias.
  private func gradient(_ l: Double, _ b: Double) -> (Double, Double) {
    var (byLength, byBias) = (0.0, 0.0)
    for j in 0..<corners {
      let cosine = cos(2 * Double.pi * Double(j) / Double(corners))
      let product = l * l * cosine
      let term = j == 0 ? OneHotLoss.Term.own(product, b) : OneHotLoss.Term.cross(product, b)
      byLength += term.byProduct * 2 * l * cosine
      byBias += term.byBias
    }
    return (byLength, byBias)
  }
}
