import Foundation
import Testing
import ToyLib

@Suite struct GradientTests {
  static let models: [Architecture] = [
    LinearModel(hidden: 2).architecture,
    LinearModel(hidden: 2, tied: false).architecture,
    ReLUOutputModel(hidden: 2, importance: .geometric(0.7)).architecture,
    ReLUOutputModel(hidden: 3, tied: false, hiddenPenalty: 0.05).architecture,
    ReLUOutputModel(hidden: 12, importance: .geometric(0.95)).architecture,
    ReLUHiddenModel(hidden: 4).architecture,
    ReLUHiddenModel(hidden: 5, tied: false, hiddenPenalty: 0.02).architecture,
    AbsoluteValueModel(hidden: 6, importance: .geometric(0.8)).architecture,
  ]

  /// The tolerance is for sums in single precision; the differences are in double.
  @Test(arguments: models, VectorUnits.allCases.filter(\.isAvailable))
  func `gradients agree with finite differences`(
    model: Architecture, units: VectorUnits
  ) throws {
    for n in [5, 13] {
      let features = SparseFeatures(count: n, sparsity: 0.5, magnitude: .signedUniform)
      let samples = try features.samples(100, seed: 3)
      let network = try randomNetwork(model, features: n)
      let (_, gradient) = try network.lossAndGradient(on: samples, vectorUnits: units)
      try expectClose(gradient.weights, network, samples) { $0.weights[$1][$2] += $3 }
      if let output = gradient.outputWeights {
        try expectClose(output, network, samples) { $0.outputWeights?[$1][$2] += $3 }
      }
      let bias = Matrix(rows: n, columns: 1, elements: gradient.bias)
      try expectClose(bias, network, samples) { network, i, _, h in network.bias[i] += h }
    }
  }

  private func randomNetwork(_ model: Architecture, features n: Int) throws -> Network {
    var random = RandomSource(seed: 11)
    func matrix() -> Matrix {
      Matrix(rows: n, columns: model.hidden) { _, _ in 0.5 * random.normal() }
    }
    let weights = matrix()
    let output = model.tied ? nil : matrix()
    return try model.network(
      weights: weights, outputWeights: output, bias: (0..<n).map { _ in 0.1 * random.normal() })
  }

  private func expectClose(
    _ gradient: Matrix, _ network: Network, _ samples: Matrix,
    _ move: (inout DoubleNetwork, Int, Int, Double) -> Void
  ) throws {
    let h = 1e-6
    for i in 0..<min(gradient.rows, 4) {
      for j in 0..<min(gradient.columns, 4) {
        var up = try DoubleNetwork(network)
        var down = up
        move(&up, i, j, h)
        move(&down, i, j, -h)
        let slope = (up.meanLoss(samples) - down.meanLoss(samples)) / (2 * h)
        #expect(abs(slope - Double(gradient[i, j])) < 2e-6 + 1e-4 * abs(slope))
      }
    }
  }
}

/// The definitions in double precision, without the inner loops.
private struct DoubleNetwork {
  var weights: [[Double]], outputWeights: [[Double]]?, bias: [Double]
  let architecture: Architecture, importance: [Double]

  init(_ network: Network) throws {
    func doubles(_ m: Matrix) -> [[Double]] { (0..<m.rows).map { m[row: $0].map { Double($0) } } }
    architecture = network.architecture
    weights = doubles(network.weights)
    outputWeights = architecture.tied ? nil : doubles(network.outputWeights)
    bias = network.bias.map { Double($0) }
    importance = try architecture.importance.weights(count: bias.count).map { Double($0) }
  }

  func meanLoss(_ samples: Matrix) -> Double {
    let total = (0..<samples.rows).map { loss(samples[row: $0].map { Double($0) }) }.reduce(0, +)
    return total / Double(samples.rows)
  }

  private func loss(_ x: [Double]) -> Double {
    let n = bias.count
    let m = architecture.hidden
    func act(_ v: Double, _ a: Activation) -> Double { a == .relu ? max(0, v) : v }
    let h = (0..<m).map { k in
      act((0..<n).reduce(0) { $0 + x[$1] * weights[$1][k] }, architecture.hiddenActivation)
    }
    let errors = (0..<n).map { f in
      let row = (outputWeights ?? weights)[f]
      let z = (0..<m).reduce(bias[f]) { $0 + h[$1] * row[$1] }
      let target = architecture.target == .identity ? x[f] : abs(x[f])
      return importance[f] * pow(act(z, architecture.outputActivation) - target, 2)
    }
    return errors.reduce(0, +) / Double(n)
      + architecture.hiddenPenalty * h.reduce(0) { $0 + abs($1) }
  }
}
