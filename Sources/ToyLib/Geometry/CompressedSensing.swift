internal import Foundation

/// The number of dimensions that sparse features need according to the theory of compressed
/// sensing.
///
/// Vectors of n features, k of them present, can be recovered from m linear measurements only if m
/// = Ω(k log(n/k)). Sparse features have k = (1 − S) n, so m = Ω(−n (1−S) log(1−S)): the number of
/// features grows linearly with the dimensions, and faster for sparser features. The constant is
/// unknown; compare trends, not values. Source: Elhage et al. (2022), "Strategic picture" and the
/// appendix on compressed sensing, after Do Ba, Indyk, Price and Woodruff (2010).
public enum CompressedSensing {
  /// −n p ln p with p = 1 − S = `density`: the bound on m for n features, without its constant.
  ///
  /// Throws `ToyLibError` when `features` is below 1 or `density` not in (0, 1].
  public static func dimensions(features: Int, density: Double) throws -> Double {
    try require(features >= 1, "features", features, "at least 1")
    try checkDensity(density)
    return -Double(features) * density * log(density)
  }

  /// m / (−p ln p), the inverse: the number of features that m = `hidden` dimensions may hold,
  /// without the constant. Infinite at p = 1, where there is no bound.
  ///
  /// Throws `ToyLibError` when `hidden` is below 1 or `density` not in (0, 1].
  public static func features(hidden: Int, density: Double) throws -> Double {
    try require(hidden >= 1, "hidden", hidden, "at least 1")
    try checkDensity(density)
    return Double(hidden) / (-density * log(density))
  }

  /// √((n − m) / (m (n − 1))): no n unit vectors in m dimensions have a smaller coherence; 0 for
  /// n ≤ m. Source: Welch, "Lower bounds on the maximum cross correlation of signals" (1974).
  public static func leastCoherence(features n: Int, hidden m: Int) throws -> Double {
    try require(n >= 1, "features", n, "at least 1")
    try require(m >= 1, "hidden", m, "at least 1")
    return n > m ? (Double(n - m) / (Double(m) * Double(n - 1))).squareRoot() : 0
  }

  private static func checkDensity(_ density: Double) throws {
    try require(density > 0 && density <= 1, "density", density, "above 0 and at most 1")
  }
}
