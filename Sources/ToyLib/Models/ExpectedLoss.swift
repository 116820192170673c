internal import Foundation

extension Network {
  /// The expected loss, a mean over features, to about `relativeError` or better.
  ///
  /// `expectedLossEstimate` also returns its error.
  public func expectedLoss(
    on features: SparseFeatures, relativeError: Double = 1e-5
  ) throws -> Double {
    try expectedLossEstimate(on: features, relativeError: relativeError).value
  }

  /// The expected loss, a mean over features, and its standard error.
  ///
  /// Sums over every pattern of present features, each weighted by its probability. The values of no
  /// or one present feature are integrated in closed form, so the result is exact where no two
  /// features are ever present together. Of several, one is integrated in closed form and the others
  /// by a lattice rule with 8 random shifts, whose spread is the error. Points are doubled until the
  /// error is below `relativeError`, or there are 2^12 for each shift and pattern. It supports at most
  /// 12 independent uniform features; twelve take some seconds.
  ///
  /// Source of the lattice: Cools, Kuo and Nuyens, "Constructing embedded lattice rules for
  /// multivariate integration" (2006).
  public func expectedLossEstimate(
    on features: SparseFeatures, relativeError: Double = 1e-5
  ) throws -> LossEstimate {
    try features.validate()
    guard features.count == self.features else {
      throw ToyLibError.mismatch(
        what: "features", expected: "the network's \(self.features)", found: "\(features.count)")
    }
    try require(features.count <= 12, "features", features.count, "at most 12 for an expected loss")
    try require(
      features.magnitude == .uniform || features.magnitude == .signedUniform, "magnitude",
      features.magnitude, "uniform or signedUniform for an expected loss")
    try require(
      relativeError > 0 && relativeError.isFinite, "relativeError", relativeError, "above 0, finite")
    let loss = try PatternLoss(self, signed: features.magnitude == .signedUniform)
    let patterns = (0..<(1 << features.count)).map { mask in
      Pattern(
        present: (0..<features.count).filter { mask >> $0 & 1 == 1 },
        probability: features.probability(ofPresent: mask))
    }.filter { $0.probability > 1e-15 }
    return loss.expectation(of: patterns, relativeError: relativeError)
      .scaled(by: 1 / Double(features.count))
  }
}

/// A set of present features.
private struct Pattern {
  let present: [Int]
  let probability: Double
}

extension SparseFeatures {
  /// The probability that exactly the features whose bits are set are present.
  fileprivate func probability(ofPresent mask: Int) -> Double {
    sparsities.enumerated().reduce(1) {
      $0 * (mask >> $1.offset & 1 == 1 ? 1 - $1.element : $1.element)
    }
  }
}

/// The expected loss of a network, summed over features, for given sets of present features.
private struct PatternLoss {
  let n: Int, m: Int
  let weights: [Double], outputWeights: [Double], bias: [Double], importance: [Double]
  let architecture: Architecture
  let signed: Bool

  init(_ network: Network, signed: Bool) throws {
    n = network.features
    m = network.hidden
    weights = network.weights.elements.map { Double($0) }
    outputWeights = network.outputWeights.elements.map { Double($0) }
    bias = network.bias.map { Double($0) }
    architecture = network.architecture
    importance = try architecture.importance.weights(count: n).map { Double($0) }
    self.signed = signed
  }

  func expectation(of patterns: [Pattern], relativeError: Double) -> LossEstimate {
    let exact = patterns.filter { $0.present.count < 2 }.reduce(0.0) {
      $0 + $1.probability * ($1.present.isEmpty ? atZero : mean(over: $1.present[0], of: zeros))
    }
    let others = patterns.filter { $0.present.count >= 2 }
    guard !others.isEmpty else { return LossEstimate(exact, standardError: 0) }
    var points = 1 << 6
    while true {
      let shifted = (0..<Lattice.shifts).map { shift in
        others.reduce(0.0) { $0 + $1.probability * mean($1.present, shift: shift, points: points) }
      }
      let average = shifted.reduce(0, +) / Double(Lattice.shifts)
      let estimate = LossEstimate(average, parts: shifted).shifted(by: exact)
      if estimate.relativeError <= relativeError || points >= 1 << 12 { return estimate }
      points *= 2
    }
  }

  private var zeros: [Double] { [Double](repeating: 0, count: n) }

  private var atZero: Double {
    (0..<n).reduce(0.0) {
      let output = act(bias[$1], architecture.outputActivation)
      return $0 + importance[$1] * output * output
    }
  }

  /// The mean over all present features but the last by a lattice rule, over the last one exactly.
  private func mean(_ present: [Int], shift: Int, points: Int) -> Double {
    let lattice = Lattice(dimensions: present.count - 1, shift: shift, points: points)
    var total = 0.0
    var x = zeros
    for k in 0..<points {
      for (axis, i) in present.dropLast().enumerated() { x[i] = value(lattice[k, axis]) }
      total += mean(over: present[present.count - 1], of: x)
    }
    return total / Double(points)
  }

  /// The mean over the value of feature j; the other features are `x`. Hidden units, and so outputs
  /// before their activation, are linear on pieces.
  private func mean(over j: Int, of x: [Double]) -> Double {
    var start = [Double](repeating: 0, count: m)
    for i in 0..<n where i != j && x[i] != 0 {
      for k in 0..<m { start[k] += x[i] * weights[i * m + k] }
    }
    let low = signed ? -1.0 : 0
    var ends = [low, 1]
    if signed && architecture.target == .absoluteValue { ends.append(0) }
    if architecture.hiddenActivation == .relu {
      for k in 0..<m {
        let kink = -start[k] / weights[j * m + k]
        if kink > low && kink < 1 { ends.append(kink) }
      }
    }
    ends.sort()
    var from = outputs(start, j, at: ends[0])
    var total = 0.0
    for (a, b) in zip(ends, ends.dropFirst()) where b > a {
      let to = outputs(start, j, at: b)
      for i in 0..<n {
        let (t0, t1) = i == j ? (target(a), target(b)) : (target(x[i]), target(x[i]))
        total += importance[i] * (b - a) * squaredError(from[i], to[i], t0, t1)
      }
      from = to
    }
    return total / (1 - low)
  }

  /// z of all features with feature j at `value`.
  private func outputs(_ start: [Double], _ j: Int, at value: Double) -> [Double] {
    let hidden = (0..<m).map {
      act(start[$0] + value * weights[j * m + $0], architecture.hiddenActivation)
    }
    return (0..<n).map { i in
      var z = bias[i]
      for k in 0..<m { z += hidden[k] * outputWeights[i * m + k] }
      return z
    }
  }

  /// The mean of (t − act(z))² where z and the target t go linearly from one end to the other.
  private func squaredError(_ z0: Double, _ z1: Double, _ t0: Double, _ t1: Double) -> Double {
    func mean(_ a: Double, _ b: Double) -> Double { (a * a + a * b + b * b) / 3 }
    if architecture.outputActivation == .linear || (z0 >= 0 && z1 >= 0) {
      return mean(t0 - z0, t1 - z1)
    }
    if z0 <= 0 && z1 <= 0 { return mean(t0, t1) }
    let kink = z0 / (z0 - z1)
    let t = t0 + kink * (t1 - t0)
    return z0 > 0
      ? kink * mean(t0 - z0, t) + (1 - kink) * mean(t, t1)
      : kink * mean(t0, t) + (1 - kink) * mean(t, t1 - z1)
  }

  private func target(_ x: Double) -> Double { architecture.target == .identity ? x : abs(x) }

  private func value(_ t: Double) -> Double { signed ? 2 * t - 1 : t }

  private func act(_ v: Double, _ a: Activation) -> Double { a == .relu ? max(0, v) : v }
}

/// Points of an embedded rank-1 lattice, shifted and folded, in the unit cube.
private struct Lattice {
  static let shifts = 8
  private static let generator = [
    1, 182_667, 469_891, 498_753, 110_745, 446_247, 250_185, 118_627, 245_333, 283_199, 408_519,
  ]

  private let points: Int
  private let offsets: [Double]

  init(dimensions: Int, shift: Int, points: Int) {
    var random = RandomSource(seed: UInt64(shift))
    self.points = points
    offsets = (0..<dimensions).map { _ in Double(random.uniform()) }
  }

  /// Coordinate `axis` of point k. Folding, 1 − |2u − 1|, makes functions periodic, for which
  /// lattices converge faster.
  subscript(k: Int, axis: Int) -> Double {
    let steps = k * Self.generator[axis] % points
    let u = (Double(steps) / Double(points) + offsets[axis]).truncatingRemainder(dividingBy: 1)
    return 1 - abs(2 * u - 1)
  }
}
