internal import Foundation

extension Network {
  /// The exact expected loss, a mean over features. It is computed without sampling.
  ///
  /// Sums over every pattern of present features, each weighted by its probability. With no present
  /// feature this is one evaluation; with one or two, Gauss–Legendre quadrature on pieces of the
  /// values' range; with more, 4,096 points of a rank-1 lattice. It supports at most 12 independent
  /// uniform features. Ten features take about a second, and each further feature four times as
  /// long.
  public func expectedLoss(on features: SparseFeatures) throws -> Double {
    try features.validate()
    guard features.count == self.features else {
      throw ToyLibError.mismatch(
        what: "features", expected: "the network's \(self.features)", found: "\(features.count)")
    }
    try require(features.count <= 12, "features", features.count, "at most 12 for an exact sum")
    try require(
      features.magnitude == .uniform || features.magnitude == .signedUniform, "magnitude",
      features.magnitude, "uniform or signedUniform for an exact sum")
    let pattern = try PatternLoss(self, signed: features.magnitude == .signedUniform)
    var total = 0.0
    for mask in 0..<(1 << features.count) {
      let probability = features.probability(ofPresent: mask)
      if probability > 1e-15 { total += probability * pattern.mean(present: mask) }
    }
    return total / Double(features.count)
  }
}

extension SparseFeatures {
  /// The probability that exactly the features whose bits are set are present.
  fileprivate func probability(ofPresent mask: Int) -> Double {
    sparsities.enumerated().reduce(1) {
      $0 * (mask >> $1.offset & 1 == 1 ? 1 - $1.element : $1.element)
    }
  }
}

/// The expected loss of a network, summed over features, for a given set of present features.
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

  func mean(present mask: Int) -> Double {
    let present = (0..<n).filter { mask >> $0 & 1 == 1 }
    switch present.count {
    case 0: return loss([Double](repeating: 0, count: n))
    case 1: return onAxis(present[0])
    case 2: return onSquare(present[0], present[1])
    default: return onLattice(present)
    }
  }

  private func onAxis(_ i: Int) -> Double {
    Quadrature.mean(pieces: 64) { t in
      var x = [Double](repeating: 0, count: n)
      x[i] = value(t)
      return loss(x)
    }
  }

  private func onSquare(_ i: Int, _ j: Int) -> Double {
    Quadrature.mean(pieces: 48) { s in
      Quadrature.mean(pieces: 48) { t in
        var x = [Double](repeating: 0, count: n)
        x[i] = value(s)
        x[j] = value(t)
        return loss(x)
      }
    }
  }

  /// Points k φ^(−d) mod 1 by the generalised golden ratio, which fill the cube evenly.
  private func onLattice(_ present: [Int]) -> Double {
    let d = present.count
    let count = 4096
    var root = 2.0
    for _ in 0..<40 { root = pow(1 + root, 1 / Double(d + 1)) }
    let steps = (1...d).map { pow(1 / root, Double($0)) }
    var total = 0.0
    for k in 0..<count {
      var x = [Double](repeating: 0, count: n)
      for (axis, i) in present.enumerated() {
        x[i] = value((0.5 + Double(k) * steps[axis]).truncatingRemainder(dividingBy: 1))
      }
      total += loss(x)
    }
    return total / Double(count)
  }

  private func value(_ t: Double) -> Double { signed ? 2 * t - 1 : t }

  private func act(_ v: Double, _ a: Activation) -> Double { a == .relu ? max(0, v) : v }

  private func loss(_ x: [Double]) -> Double {
    var hidden = [Double](repeating: 0, count: m)
    for i in 0..<n where x[i] != 0 {
      for k in 0..<m { hidden[k] += x[i] * weights[i * m + k] }
    }
    hidden = hidden.map { act($0, architecture.hiddenActivation) }
    var total = 0.0
    for i in 0..<n {
      var z = bias[i]
      for k in 0..<m { z += hidden[k] * outputWeights[i * m + k] }
      let target = architecture.target == .identity ? x[i] : abs(x[i])
      let error = target - act(z, architecture.outputActivation)
      total += importance[i] * error * error
    }
    return total
  }
}

/// Means over [0, 1] by Gauss–Legendre quadrature with three points a piece: exact for polynomials
/// of degree 5, so for squared errors except at the kinks of a ReLU.
private enum Quadrature {
  static func mean(pieces: Int, _ f: (Double) -> Double) -> Double {
    let spread = (3.0 / 5).squareRoot() / 2
    let width = 1 / Double(pieces)
    return (0..<pieces).reduce(0.0) { sum, piece in
      let middle = Double(piece) + 0.5
      let sides = f((middle - spread) * width) + f((middle + spread) * width)
      return sum + (5 * sides + 8 * f(middle * width)) / 18 * width
    }
  }
}
