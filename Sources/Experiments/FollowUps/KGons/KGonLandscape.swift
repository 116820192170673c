internal import Foundation
internal import SuperposeJSON
public import ToyLib

/// The critical points of the one-hot loss, how flat each is, and which of them a Bayesian prefers
/// after how many observations.
///
/// Source: Chen et al., "Dynamical versus Bayesian Phase Transitions in a Toy Model of
/// Superposition" (2023).
public struct KGonLandscape: Experiment {
  public static let name = "k-gons"
  public static let source =
    "Chen et al. (2023), Dynamical versus Bayesian Phase Transitions; critical points and transition"
  public static let question =
    "Which solutions compete, and when does more data favour the sharper over the flatter one?"

  /// c.
  public var features = 6
  /// n of each estimate of the local learning coefficients: the source's, and larger ones.
  public var observations = [5_000, 50_000, 500_000]
  /// γ, Langevin steps and chains of an estimate.
  public var localisation = 0.1
  public var langevinSteps = 20_000
  public var chains = 10
  /// Descents from random weights, to see which critical points they end in.
  public var descents = 200
  public var descentSteps = 4_000
  public var seed: UInt64

  public init(seed: UInt64 = 1) { self.seed = seed }

  public init() { self.init(seed: 1) }

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "the source, c = 6"),
      Parameter(
        "observations", .array(observations.map { .integer($0) }),
        from: "the source has n = 5000; larger ones to see where it goes"),
      Parameter("localisation", .number(localisation), from: "the source, γ = 0.1"),
      Parameter("langevinSteps", .integer(langevinSteps), from: "ours, of size 0.1/(nβ)"),
      Parameter("chains", .integer(chains), from: "the source"),
      Parameter("descents", .integer(descents), from: "ours"),
      Parameter("descentSteps", .integer(descentSteps), from: "ours"),
    ]
  }

  public var shortened: KGonLandscape {
    var copy = self
    copy.langevinSteps = min(langevinSteps, 500)
    copy.chains = min(chains, 3)
    copy.descents = min(descents, 10)
    copy.descentSteps = min(descentSteps, 1_000)
    return copy
  }

  public func run() throws -> KGonLandscapeResult {
    let points = try KGonLevel.all(of: features)
    let coefficients = observations.map { n in
      points.map {
        langevin(n).learningCoefficient(at: $0.parameters(deadBias: -1), in: $0.landscape)
      }
    }
    return KGonLandscapeResult(
      experiment: self, points: points, coefficients: coefficients, descended: descended())
  }

  private func langevin(_ observations: Int) -> Langevin {
    var langevin = Langevin()
    langevin.observations = observations
    langevin.stepSize = 0.1 / langevin.inverseTemperature
    langevin.localisation = localisation
    langevin.steps = langevinSteps
    langevin.chains = chains
    langevin.seed = seed
    return langevin
  }

  /// Where descents from random weights end, as parameters.
  private func descended() -> [[Double]] {
    let landscape = OneHotLoss(features: features, hidden: 2)
    var random = RandomSource(seed: seed)
    return (0..<descents).map { _ in
      let weights = (0..<features * 2).map { _ in 0.5 * Double(random.normal()) }
      let biases = (0..<features).map { _ in 0.1 * Double(random.normal()) }
      return GradientDescent(steps: descentSteps, rate: 0.02)
        .minimum(of: { landscape.value(at: $0, gradient: &$1) }, from: weights + biases)
    }
  }
}

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

  /// How many descents end within 1 % of each point's loss; the others are elsewhere.
  public var census: [(name: String, count: Int)] {
    let losses = descendedLosses
    let counts = points.map { point in
      (name: point.symbol, count: losses.count { abs($0 / point.loss - 1) < 0.01 })
    }
    let rest = losses.count - counts.reduce(0) { $0 + $1.count }
    return counts + [(name: "other", count: rest)]
  }

  /// The point called `name`, such as `5⁺`.
  public func point(_ name: String) -> KGonLevel? { points.first { $0.symbol == name } }

  /// n L + λ log n + ½‖w‖²: minus the logarithm of a phase's share of the posterior, up to what is
  /// common to all. The prior is a standard normal distribution.
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
