import Testing
import ToyLib

@Suite struct OptimiserTests {
  /// W and b after 20 steps at rate 0.1, by PyTorch 2.15's `_single_tensor_sgd`, run on NumPy arrays in
  /// double precision with gradients written by hand.
  struct Reference: Sendable, CustomStringConvertible {
    let momentum: Double, decay: Double
    let weights: [Float], bias: [Float]
    var description: String { "momentum \(momentum), decay \(decay)" }
  }

  static let references = [
    Reference(
      momentum: 0.9, decay: 0.05,
      weights: [0.42288695, -0.40493122, 0.14695638, 0.81140271, -0.48157278, 0.07370007],
      bias: [0.28083968, 0.11000034, 0.38098315]),
    Reference(
      momentum: 0, decay: 0.05,
      weights: [0.52718386, -0.17938347, 0.20130362, 0.84940104, -0.44840331, 0.32707716],
      bias: [0.27903162, -0.0091004, 0.26182174]),
    Reference(
      momentum: 0.9, decay: 0,
      weights: [0.58597006, -0.46138389, 0.25101493, 0.93671648, -0.73133402, 0.06093689],
      bias: [0.33029805, 0.05727616, 0.41335249]),
  ]

  private func trained(_ optimiser: Optimiser) throws -> Network {
    let start = try LinearModel(hidden: 2).network(
      weights: [[0.5, -0.25], [0.125, 0.75], [-0.5, 0.375]], bias: [0.1, -0.2, 0.3])
    let data = FixedFeatures(
      samples: [[1, 0, 0.5], [0, 1, 0], [0.25, 0.5, 1], [0, 0, 0]])
    return try start.trained(on: data, training: Training(steps: 20, optimiser: optimiser)).network
  }

  @Test(arguments: references) func `coupled decay is PyTorch's`(wanted: Reference) throws {
    let network = try trained(
      .coupledSGD(rate: 0.1, momentum: wanted.momentum, weightDecay: wanted.decay))
    for (a, b) in zip(network.weights.elements + network.bias, wanted.weights + wanted.bias) {
      #expect(abs(a - b) < 2e-6)
    }
  }

  @Test func `both kinds of decay agree without momentum, and differ with it`() throws {
    func distance(momentum: Double) throws -> Float {
      let decoupled = try trained(.sgd(rate: 0.1, momentum: momentum, weightDecay: 0.05))
      let coupled = try trained(.coupledSGD(rate: 0.1, momentum: momentum, weightDecay: 0.05))
      return (decoupled.weights - coupled.weights).norm
    }
    #expect(try distance(momentum: 0) < 1e-6)
    #expect(try distance(momentum: 0.9) > 1e-2)
  }
}
