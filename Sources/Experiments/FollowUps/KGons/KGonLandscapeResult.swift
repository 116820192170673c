internal import Foundation
public import ToyLib

/// The critical points, their measured coefficients, and where descents ended.
public struct KGonLandscapeResult: ExperimentResult {
  public let experiment: KGonLandscape
  /// From the highest loss to the lowest.
  public let points: [KGonLevel]
  /// λ̂ of each point, one list for each n of the experiment.
  public let coefficients: [[LearningCoefficient]]
  /// Parameters where descents ended.
  public let descended: [[Double]]

  /// L at the end of each descent.
  public var descendedLosses: [Double] {
    let landscape = OneHotLoss(features: experiment.features, hidden: 2)
    return descended.map { landscape.value(at: $0) / Double(experiment.features) }
  }

  /// The number of descents that end within 1 % of each point's loss; the others end elsewhere.
  public var census: [(name: String, count: Int)] {
    let losses = descendedLosses
    let counts = points.map { point in
      (name: point.symbol, count: losses.count { abs($0 / point.loss - 1) < 0.01 })
    }
    let rest = losses.count - counts.reduce(0) { $0 + $1.count }
    return counts + [(name: "other", count: rest)]
  }

  /// The point named `name`, such as `5⁺`.
  public func point(_ name: String) -> KGonLevel? { points.first { $0.symbol == name } }

  /// n L + λ log n + ½‖w‖²: minus the logarithm of a phase's posterior probability, up to a common
  /// constant. The prior is a standard normal distribution.
  public static func freeEnergy(_ point: KGonLevel, observations n: Double) -> Double? {
    point.learningCoefficient.map { n * point.loss + $0 * log(n) + point.halfSquaredNorm }
  }

  /// The number of observations from which `second` has the lower free energy, by bisection; `nil` if
  /// that is not between 10 and 10⁶.
  public static func transition(from first: KGonLevel, to second: KGonLevel) -> Double? {
    func gain(_ n: Double) -> Double? {
      guard let a = freeEnergy(first, observations: n), let b = freeEnergy(second, observations: n)
      else { return nil }
      return a - b
    }
    var (low, high) = (10.0, 1e6)
    guard let start = gain(low), let end = gain(high), start < 0, end > 0 else { return nil }
    for _ in 0..<100 {
      let middle = (low * high).squareRoot()
      if gain(middle) ?? 0 < 0 { low = middle } else { high = middle }
    }
    return high
  }
}
