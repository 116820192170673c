/// What two points on a sphere cost each other, by the cosine c of the angle between them.
public enum PairEnergy: String, Sendable, Hashable, Codable {
  /// 1/r, r the distance: Thomson's electrons.
  case coulomb
  /// ReLU(c)²: what the ReLU output model pays for two features of length 1 without biases, up to a
  /// factor. Negative interference is free.
  case interference
  /// c²: what the linear model pays. Least for every tight frame, so rarely for one arrangement.
  case linearInterference

  /// The energy at cosine `c`, and its derivative there.
  func value(_ c: Double) -> (energy: Double, slope: Double) {
    switch self {
    case .coulomb:
      // Two points on one place would be infinitely far up; as far as Double goes is enough.
      let square = max(2 - 2 * c, 1e-12)
      let inverse = 1 / square.squareRoot()
      return (inverse, inverse / square)
    case .interference: return c > 0 ? (c * c, 2 * c) : (0, 0)
    case .linearInterference: return (c * c, 2 * c)
    }
  }
}
