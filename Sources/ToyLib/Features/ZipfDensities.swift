internal import Foundation

extension [Double] {
  /// Densities p_i ∝ i^−exponent, i = 1 … count, with this sum: the mean number of present features.
  ///
  ///     SparseFeatures(densities: .zipf(count: 1_000, exponent: 1.2, sum: 1))
  ///
  /// A sum that makes the first density larger than 1 is refused by the sampler that gets it.
  public static func zipf(count: Int, exponent: Double, sum: Double) -> [Double] {
    let shares = zipfShares(count, exponent)
    let total = shares.reduce(0, +)
    return shares.map { $0 / total * sum }
  }

  /// Densities that decrease from `largest` to `smallest` as i^−exponent, i = 1 … count, does: i^−exponent
  /// is stretched linearly to this range.
  public static func zipf(
    count: Int, exponent: Double, from largest: Double, to smallest: Double
  ) -> [Double] {
    let shares = zipfShares(count, exponent)
    guard let last = shares.last, last < 1 else { return shares.map { _ in largest } }
    return shares.map { smallest + ($0 - last) / (1 - last) * (largest - smallest) }
  }

  private static func zipfShares(_ count: Int, _ exponent: Double) -> [Double] {
    (0..<Swift.max(0, count)).map { pow(Double($0 + 1), -exponent) }
  }
}
