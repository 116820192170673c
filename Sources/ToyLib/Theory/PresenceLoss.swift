/// A network's loss, split by the number of present features: the paper's L = Σ_k P(k) L_k, with
/// P(k) the probability of k present features.
///
/// Source: Elhage et al. (2022), "Mathematical Understanding", where binomial coefficients are part
/// of the L_k. Here L_k is a mean over samples.
public struct PresenceLoss: Sendable, Hashable {
  /// L_k for k = 0, 1, … n: the loss where exactly k features are present, summed over features.
  public let losses: [Double]
  /// P(k) for k = 0, 1, … n.
  public let probabilities: [Double]

  /// P(k) L_k: the contribution of each number of present features to the loss.
  public var parts: [Double] { zip(probabilities, losses).map { $0 * $1 } }
  /// The loss, summed over features.
  public var total: Double { parts.reduce(0, +) }
}

extension Network {
  /// The loss split by the number of present features, where each is present with probability
  /// `density`.
  ///
  /// Every L_k is measured on `samples` separate samples. So the total is far more accurate than
  /// the loss on the same number of ordinary samples, which rarely contain rare combinations.
  ///
  /// - Throws: `ToyLibError` for a density outside 0…1 or fewer samples than 1.
  public func presenceLoss(
    density: Double, samples: Int = 1 << 14, magnitude: Magnitude = .uniform, seed: UInt64 = 0
  ) throws -> PresenceLoss {
    try require(density >= 0 && density <= 1, "density", density, "between 0 and 1")
    let n = features
    return PresenceLoss(
      losses: try (0...n).map { k in
        let data = ExactlyActiveFeatures(count: n, active: k, magnitude: magnitude)
        return try Double(n) * loss(on: data, samples: k == 0 ? 1 : samples, seed: seed)
      },
      probabilities: (0...n).map { binomial(n, $0, density) })
  }

  private func binomial(_ n: Int, _ k: Int, _ p: Double) -> Double {
    let ways = (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
    return (0..<k).reduce(ways) { product, _ in product * p }
      * (k..<n).reduce(1.0) { product, _ in product * (1 - p) }
  }
}
