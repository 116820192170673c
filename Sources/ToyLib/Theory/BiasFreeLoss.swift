/// The exact loss of two features in one dimension without a bias, as a function of both weights.
///
/// x′ = ReLU(wᵢ (w₁x₁ + w₂x₂)), importance 1 for the first feature and r for the second, density p.
/// Absent inputs contribute point values, present inputs integrals over the part of the unit square
/// where the ReLU passes. Source: Tom McGrath's comment in Elhage et al. (2022); the integrals are
/// our own.
public struct BiasFreeLoss: Sendable, Hashable {
  /// r, of the second feature.
  public var importance: Double
  /// p = 1 − S, of both.
  public var density: Double

  public init(importance: Double, density: Double) {
    self.importance = importance
    self.density = density
  }

  /// The expected loss, summed over both features.
  public func callAsFunction(_ w1: Double, _ w2: Double) -> Double {
    let p = density
    let alone = (squared(1 - w1 * w1) + importance * squared(1 - w2 * w2)) / 3
    let crossed = (1 + importance) * squared(max(0, w1 * w2)) / 3
    let both = pairLoss(w1, w2) + importance * pairLoss(w2, w1)
    return p * (1 - p) * (alone + crossed) + p * p * both
  }

  /// ∫∫ (x − ReLU(w² x + w v y))² over the unit square, w the feature's own weight.
  private func pairLoss(_ w: Double, _ v: Double) -> Double {
    let own = w * w
    let cross = w * v
    let passed = Moments(passing: own, cross)
    return 1.0 / 3 - passed.xx + squared(1 - own) * passed.xx
      - 2 * (1 - own) * cross * passed.xy + cross * cross * passed.yy
  }

  /// ∫∫ of x², xy and y² over the part of the unit square where own · x + cross · y > 0.
  private struct Moments {
    var xx = 1.0 / 3
    var xy = 1.0 / 4
    var yy = 1.0 / 3

    init(passing own: Double, _ cross: Double) {
      guard cross < 0 else { return }
      let slope = own / -cross  // y < slope · x passes
      if slope <= 1 {
        (xx, xy, yy) = (slope / 4, slope * slope / 8, slope * slope * slope / 12)
      } else {
        xx -= 1 / (12 * slope * slope * slope)
        xy -= 1 / (8 * slope * slope)
        yy -= 1 / (4 * slope)
      }
    }
  }

  private func squared(_ x: Double) -> Double { x * x }
}

extension BiasFreeLoss {
  /// A local minimum of the loss.
  public struct Minimum: Sendable, Hashable {
    public let first: Double, second: Double
    public let loss: Double

    /// The phase of the two weights.
    public var kind: Kind {
      let (a, b) = (abs(first), abs(second))
      if min(a, b) < 0.1 { return a > b ? .firstOnly : .secondOnly }
      return first * second < 0 ? .antipodal : .confused
    }
  }

  /// The phases without a bias.
  public enum Kind: String, Sendable, Hashable {
    case firstOnly = "only the first"
    case secondOnly = "only the second"
    case antipodal
    /// Both weights have the same sign, so the output cannot distinguish the features.
    case confused
  }

  /// All minima with w₁ ≥ 0, the lowest first; (w₁, w₂) and (−w₁, −w₂) are the same network.
  public var minima: [Minimum] {
    let starts: [Double] = [-1.1, -0.8, -0.5, -0.2, 0.01, 0.2, 0.5, 0.8, 1.1]
    var found: [Minimum] = []
    for w1 in starts where w1 > 0 {
      for w2 in starts {
        let minimum = descend(w1, w2)
        let isNew = !found.contains {
          abs($0.first - minimum.first) < 0.02 && abs($0.second - minimum.second) < 0.02
        }
        if isNew { found.append(minimum) }
      }
    }
    return found.sorted { $0.loss < $1.loss }
  }

  /// Steps along eight directions, halved when none of them helps.
  private func descend(_ first: Double, _ second: Double) -> Minimum {
    var (w1, w2) = (first, second)
    var loss = self(w1, w2)
    var step = 0.1
    while step > 1e-7 {
      var moved = false
      for (dx, dy) in Self.directions {
        let next = self(w1 + dx * step, w2 + dy * step)
        guard next < loss else { continue }
        (w1, w2, loss, moved) = (w1 + dx * step, w2 + dy * step, next, true)
      }
      if !moved { step /= 2 }
    }
    // One sign of two: the first weight is positive, or the second one if the first is 0.
    let flips = abs(w1) > 1e-4 ? w1 < 0 : w2 < 0
    return Minimum(first: flips ? -w1 : w1, second: flips ? -w2 : w2, loss: loss)
  }

  private static let directions: [(Double, Double)] = [
    (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1),
  ]
}
