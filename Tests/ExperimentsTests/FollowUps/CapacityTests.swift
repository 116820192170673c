import Foundation
import SuperposeExperiments
import Testing
import ToyLib

@Suite struct CapacityTests {
  /// The derivation's loss against what it says to expect: the variance of the error on samples.
  @Test func `the quadratic model's loss is the error's variance`() {
    let model = QuadraticModel(importance: [1, 0.7, 0.4], hidden: 2, kurtosis: 9.0 / 5 / 0.3)
    let weights = [0.9, 0.1, -0.3, 0.6, 0.2, -0.5]
    var random = RandomSource(seed: 5)
    let scale = (3 / 0.3).squareRoot()
    let count = 400_000
    var (sum, squares) = (0.0, 0.0)
    for _ in 0..<count {
      let x = (0..<3).map { _ in
        random.uniform() < 0.3 ? scale * Double(2 * random.uniform() - 1) : 0
      }
      var error = (0..<3).reduce(0.0) { $0 + model.importance[$1] * x[$1] * x[$1] }
      for k in 0..<2 {
        let hidden = (0..<3).reduce(0.0) { $0 + x[$1] * weights[2 * $1 + k] }
        error -= hidden * hidden
      }
      sum += error
      squares += error * error
    }
    let variance = squares / Double(count) - sum * sum / Double(count * count)
    #expect(abs(variance / model.loss(weights) - 1) < 0.03)
  }

  @Test func `its gradient is the slope`() {
    let model = QuadraticModel(importance: [1, 0.8, 0.5, 0.3], hidden: 2, kurtosis: 6)
    let weights = [0.9, 0.1, -0.3, 0.6, 0.2, -0.5, 0.4, 0.3]
    var gradient: [Double] = []
    _ = model.loss(weights, gradient: &gradient)
    for i in weights.indices {
      var (above, below) = (weights, weights)
      above[i] += 1e-5
      below[i] -= 1e-5
      #expect(abs((model.loss(above) - model.loss(below)) / 2e-5 - gradient[i]) < 1e-7)
    }
  }

  /// Two features in one dimension: r = 1/K and r = K bound the phases, and between them
  /// C₂ = (K r − 1) / ((K − 1)(1 + r)).
  @Test(arguments: [0.1, 0.3, 0.6, 1, 2.5, 8])
  func `the optimum of two features is known by hand`(importance r: Double) {
    let model = QuadraticModel(importance: [1, r], hidden: 1, kurtosis: 9)
    let ratio = model.ratio
    let expected = min(max((ratio * r - 1) / ((ratio - 1) * (1 + r)), 0), 1)
    #expect(abs(model.bestCapacities[1] - expected) < 1e-9)
    #expect(abs(model.descended(restarts: 2, steps: 1_500).capacities[1] - expected) < 1e-3)
  }

  @Test func `no weights do better than the formula`() {
    let model = QuadraticModel(importance: [1, 0.9, 0.8, 0.5, 0.3], hidden: 2, kurtosis: 7)
    let best = model.descended(restarts: 4, steps: 3_000, seed: 2)
    #expect(abs(best.loss / model.bestLoss - 1) < 1e-6)
    var random = RandomSource(seed: 3)
    for _ in 0..<100 {
      let other = best.weights.map { $0 + 0.05 * Double(random.normal()) }
      #expect(model.loss(other) > model.bestLoss)
    }
  }

  @Test func `descent finds the three phases where the formula has them`() throws {
    var experiment = CapacityPhases()
    experiment.resolution = 20
    experiment.trainedResolution = 8
    experiment.steps = 2_000
    experiment.restarts = 3
    let result = try experiment.run()
    #expect(result.agreement > 0.95)
    #expect(result.claims.failed.map(\.statement) == [])
  }

  @Test func `shares, margins and blocks are the theory's`() throws {
    var experiment = CapacityAllocation()
    experiment.steps = 5_000
    experiment.restarts = 2
    experiment.descents = 3
    let result = try experiment.run()
    #expect(result.claims.failed.map(\.statement) == [])
  }
}
