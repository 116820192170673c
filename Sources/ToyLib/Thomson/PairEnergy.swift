/// The energy of two points on a sphere as a function of the cosine c of their angle.
public enum PairEnergy: String, Sendable, Hashable, Codable {
  /// 1/r, r the distance: Thomson's electrons.
  case coulomb
  /// ReLU(c)²: the loss of the ReLU output model for two features of length 1 without biases, up to
  /// a factor. Negative interference costs nothing.
  case interference
  /// c²: the loss of the linear model. It is minimal for every tight frame, so the minimum is
  /// rarely unique.
  case linearInterference

  /// The energy at cosine `c`, and its derivative there.
  func value(_ c: Double) -> (energy: Double, slope: Double) {
    switch self {
    case .coulomb:
      // Two points at the same place would have infinite energy; the largest Double is enough.
      let square = max(2 - 2 * c, 1e-12)
      let inverse = 1 / square.squareRoot()
      return (inverse, inverse / square)
    case .interference: return c > 0 ? (c * c, 2 * c) : (0, 0)
    case .linearInterference: return (c * c, 2 * c)
    }
  }
}
