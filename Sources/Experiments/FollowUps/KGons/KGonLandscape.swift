internal import Foundation
internal import SuperposeJSON
internal import ToyLib

/// The critical points of the one-hot loss, their flatness, and the number of observations from
/// which a Bayesian posterior prefers each.
///
/// Source: Chen et al., "Dynamical versus Bayesian Phase Transitions in a Toy Model of
/// Superposition" (2023).
public struct KGonLandscape: Experiment {
  public static let name = "k-gons"
  public static let source =
    "Chen et al. (2023), Dynamical versus Bayesian Phase Transitions; critical points and transition"
  public static let question =
    "Which solutions compete, and when does more data favour the sharper over the flatter one?"
  public static let reasonWithoutBaselines: String? =
    "Nothing is trained: critical points of the exact loss are compared with their closed forms."

  /// c.
  @Setting(from: "the source, c = 6") public var features = 6
  /// n of each estimate of the local learning coefficients: the source's, and larger ones.
  @Setting(from: "the source has n = 5000; larger ones to see where it goes")
  public var observations = [5_000, 50_000, 500_000]
  /// γ, Langevin steps and chains of an estimate.
  @Setting(from: "the source, γ = 0.1") public var localisation = 0.1
  @Setting(from: "ours, of size 0.1/(nβ)") public var langevinSteps = 20_000
  @Setting(from: "the source") public var chains = 10
  /// Descents from random weights, to find the critical points in which they end.
  @Setting(from: "ours") public var descents = 200
  @Setting(from: "ours") public var descent = GradientDescent(steps: 4_000, rate: 0.02)
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [
      Parameter("lowestDrop", .number(Langevin().lowestDrop), from: "ours: lower, a chain has left"),
      Parameter("weights at the start", "deviation 0.5", from: "ours"),
      Parameter("biases at the start", "deviation 0.1", from: "ours"),
    ]
  }

  public mutating func shorten() {
    langevinSteps = min(langevinSteps, 500)
    chains = min(chains, 3)
    descents = min(descents, 10)
    descent.steps = min(descent.steps, 1_000)
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

  /// The end points of descents from random weights, as parameters.
  private func descended() -> [[Double]] {
    let landscape = OneHotLoss(features: features, hidden: 2)
    var random = RandomSource(seed: seed)
    return (0..<descents).map { _ in
      let weights = (0..<features * 2).map { _ in 0.5 * Double(random.normal()) }
      let biases = (0..<features).map { _ in 0.1 * Double(random.normal()) }
      return descent.minimum(of: { landscape.value(at: $0, gradient: &$1) }, from: weights + biases)
    }
  }
}
