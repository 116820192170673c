internal import Foundation

/// Samples of independent features, drawn separately for each number of present features.
///
/// Where features are rare, most ordinary samples are zero, and the loss rests on a few. Here every
/// number of present features gets samples of its own, which count with its probability.
struct PresenceStrata: Sendable {
  /// Samples with `present` features.
  struct Stratum: Sendable {
    let present: Int
    let probability: Double
    /// A multiple of ``parts``.
    let samples: Int
  }

  /// Each stratum's samples are divided into this many parts, to measure the noise.
  static let parts = 64
  /// With fewer samples of zeros than this share, ordinary samples serve as well.
  private static let leastZeros = 0.1
  /// Strata that are less probable than this are counted with the last one.
  private static let negligible = 1e-12

  let features: Int
  /// From no present feature on.
  let strata: [Stratum]
  private let magnitude: Magnitude
  /// [i · (most + 1) + k]: the probability that the first i features are absent and k of the others
  /// are present.
  private let absent: [Double]
  private let most: Int

  /// `nil` unless the features are independent and rare.
  init?(_ sampler: any FeatureSampler, samples: Int) {
    guard case .independent(let sparsities, let magnitude) = sampler.samplingMethod,
      samples >= 2 * Self.parts
    else { return nil }
    let zeros = sparsities.reduce(1, *)
    guard zeros > Self.leastZeros && zeros < 1 else { return nil }
    let n = sparsities.count
    let limit = min(n, 64)
    let present = Self.presentFrom(sparsities, limit: limit)
    // The probabilities of 0, 1, … present features, until the rest is negligible.
    var probabilities: [Double] = []
    var rest = 1.0
    for k in 0...limit where probabilities.isEmpty || rest > Self.negligible * (1 - zeros) {
      probabilities.append(present[k])
      rest -= present[k]
    }
    most = probabilities.count - 1
    guard most >= 1 else { return nil }
    probabilities[most] += max(0, rest)
    features = n
    self.magnitude = magnitude
    absent = Self.absentBefore(present, sparsities, limit: limit, most: most)
    strata = Self.strata(probabilities, samples: samples)
  }

  /// [i · (limit + 1) + k]: the probability that k of the features from i on are present.
  private static func presentFrom(_ sparsities: [Double], limit: Int) -> [Double] {
    let width = limit + 1
    var table = [Double](repeating: 0, count: (sparsities.count + 1) * width)
    table[sparsities.count * width] = 1
    for i in sparsities.indices.reversed() {
      for k in 0...limit {
        let without = sparsities[i] * table[(i + 1) * width + k]
        let with = k > 0 ? (1 - sparsities[i]) * table[(i + 1) * width + k - 1] : 0
        table[i * width + k] = without + with
      }
    }
    return table
  }

  private static func absentBefore(
    _ present: [Double], _ sparsities: [Double], limit: Int, most: Int
  ) -> [Double] {
    var none = 1.0  // the probability that all features before i are absent
    var table: [Double] = []
    for i in 0...sparsities.count {
      for k in 0...most { table.append(none * present[i * (limit + 1) + k]) }
      if i < sparsities.count { none *= sparsities[i] }
    }
    return table
  }

  /// Samples in proportion to the root of the probability: rare strata have larger losses.
  private static func strata(_ probabilities: [Double], samples: Int) -> [Stratum] {
    let roots = probabilities.dropFirst().map { $0.squareRoot() }
    let sum = roots.reduce(0, +)
    return probabilities.enumerated().map { k, probability in
      let share = k == 0 ? 0 : roots[k - 1] / sum * Double(samples) / Double(parts)
      return Stratum(
        present: k, probability: probability,
        samples: k == 0 ? 1 : parts * max(1, Int(share.rounded())))
    }
  }

  /// Samples `first ..< first + count` of a stratum in blocks of 16, the last one filled with zeros.
  func fill(
    _ stratum: Stratum, first: Int, count: Int, key: RandomKey, into x: UnsafeMutablePointer<Float>
  ) {
    x.update(repeating: 0, count: (count + 15) / 16 * 16 * features)
    for s in 0..<count {
      var random = RandomSource(
        key: key, purpose: .evaluation, step: stratum.present, sample: first + s)
      let place = x + (s / 16 * features * 16 + s % 16)
      if stratum.present == 1 {
        // Features and values in order: far less noise than independent ones have.
        let position = (Double(first + s) + Double(random.uniform())) / Double(stratum.samples)
        let (feature, rest) = next(from: 0, present: 1, at: position)
        place[feature * 16] = magnitude.value(quantile: rest)
      } else {
        var start = 0
        for left in stride(from: stratum.present, to: 0, by: -1) {
          let feature = next(from: start, present: left, at: Double(random.uniform())).feature
          place[feature * 16] = magnitude.value(using: &random)
          start = feature + 1
        }
      }
    }
  }

  /// The first present feature from `start` on where `present` of them are, at the quantile `u`; and
  /// where in the feature's range of quantiles u is, from 0 to 1.
  private func next(from start: Int, present: Int, at u: Double) -> (feature: Int, rest: Double) {
    func after(_ i: Int) -> Double { absent[i * (most + 1) + present] }
    let level = (1 - u) * after(start)
    // The last feature before which nothing is present with at least that probability.
    var low = start
    var high = features - present + 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if after(middle) >= level { low = middle } else { high = middle }
    }
    let width = after(low) - after(low + 1)
    return (low, width > 0 ? min(max((after(low) - level) / width, 0), 1) : 0)
  }
}

extension Magnitude {
  /// The value below which the share `t` of the values lies; for half-normal ones any value with the
  /// right distribution.
  fileprivate func value(quantile t: Double) -> Float {
    switch self {
    case .uniform: Float(t)
    case .signedUniform: Float(2 * t - 1)
    case .between(let lower, let upper): Float(t) * (upper - lower) + lower
    case .normal: Float(Normal.quantile(min(max(t, 0x1p-33), 1 - 0x1p-33)))
    case .halfNormal: abs(Magnitude.normal.value(quantile: t))
    case .clippedNormal(let mean, let deviation):
      max(0, Magnitude.normal.value(quantile: t) * deviation + mean)
    case .one: 1
    case .constant(let value): value
    }
  }
}
