internal import Foundation
public import SuperposeJSON
public import ToyLib

/// Langevin dynamics in the one-hot loss: samples from the posterior near a point, and the local
/// learning coefficient that they measure.
///
/// The source estimates the gradient from a sampled data set; here it is exact, so the only
/// randomness is the noise of the dynamics.
///
/// Source: Lau, Murfet and Wei, "Quantifying degeneracy in singular models via the learning
/// coefficient" (2023), as Chen et al. (2023) use it.
public struct Langevin: Sendable, Hashable {
  /// n, the number of observations of the posterior.
  public var observations = 5_000
  /// ε: a step moves by ε/2 times the force, and by noise of variance ε. Far below 1/(nβ) times the
  /// sharpest curvature, or the noise of the steps themselves shows in the estimate.
  public var stepSize = 1e-4
  /// γ of the force −γ (w − w*) that keeps a chain near its start.
  public var localisation = 0.1
  public var steps = 5_000
  public var chains = 10
  /// The loss, relative to the start's, below which a chain has moved to a better minimum and is
  /// not counted.
  public var lowestDrop = 0.0015
  public var seed: UInt64 = 1

  public init() {}

  /// nβ with β = 1/log n, the inverse temperature at which the coefficient is estimated.
  public var inverseTemperature: Double { Double(observations) / log(Double(observations)) }

  /// λ̂ = nβ (E[L] − L(w*)) at `start`, over the last four fifths of every chain.
  public func learningCoefficient(at start: [Double], in landscape: OneHotLoss)
    -> LearningCoefficient
  {
    let own = landscape.value(at: start) / Double(landscape.features)
    let estimates = (0..<chains).map { chain -> Double? in
      var random = RandomSource(seed: seed &* 1_000_003 &+ UInt64(chain))
      return meanLoss(from: start, own: own, in: landscape, using: &random)
        .map { inverseTemperature * ($0 - own) }
    }
    return LearningCoefficient(estimates: estimates.compactMap(\.self), chains: chains)
  }

  /// `nil` if the chain found a lower minimum.
  private func meanLoss(
    from start: [Double], own: Double, in landscape: OneHotLoss, using random: inout RandomSource
  ) -> Double? {
    let scale = 1 / Double(landscape.features)
    let (noise, burnIn) = (stepSize.squareRoot(), steps / 5)
    var place = start
    var gradient: [Double] = []
    var sum = 0.0
    for step in 0..<steps {
      let loss = landscape.value(at: place, gradient: &gradient) * scale
      guard loss > own - lowestDrop else { return nil }
      if step >= burnIn { sum += loss }
      for i in place.indices {
        let force =
          inverseTemperature * scale * gradient[i] + localisation * (place[i] - start[i])
        place[i] += noise * Double(random.normal()) - stepSize / 2 * force
      }
    }
    return sum / Double(max(1, steps - burnIn))
  }
}

extension Langevin: Recipe {
  /// All but the seed; `lowestDrop` where it is finite.
  public var parameters: [(name: String, value: JSONValue)] {
    let list: [(name: String, value: JSONValue)] = [
      ("steps", .integer(steps)), ("chains", .integer(chains)),
      ("observations", .integer(observations)), ("stepSize", .number(stepSize)),
      ("localisation", .number(localisation)),
    ]
    return lowestDrop.isFinite ? list + [("lowestDrop", .number(lowestDrop))] : list
  }

  public init(parameters: JSONObject) throws(ToyLibError) {
    self.init()
    let reader = RecipeReader(parameters)
    steps = try reader.integer("steps")
    chains = try reader.integer("chains")
    observations = try reader.integer("observations")
    stepSize = try reader.number("stepSize")
    localisation = try reader.number("localisation")
    lowestDrop =
      try reader.optional("lowestDrop") { reader, name throws(ToyLibError) in
        try reader.number(name)
      } ?? .infinity
  }
}

/// Estimates of a local learning coefficient.
public struct LearningCoefficient: Sendable, Hashable {
  /// One for each chain that stayed.
  public let estimates: [Double]
  /// The number of chains.
  public let chains: Int

  public var mean: Double { estimates.reduce(0, +) / Double(estimates.count) }

  /// The standard deviation among chains.
  public var deviation: Double {
    let mean = mean
    let squares = estimates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(max(1, estimates.count - 1))).squareRoot()
  }
}

extension LearningCoefficient: CustomStringConvertible {
  public var description: String {
    estimates.isEmpty
      ? "no chain stayed"
      : "\(mean.brief(3)) ± \(deviation.brief(2)) (\(estimates.count) of \(chains) chains)"
  }
}
