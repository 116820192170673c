import Foundation
import SuperposeExperiments
import SuperposeJSON
import Testing
import ToyLib

/// What ToyLib measures of a few models, written for `Tests/python/test_recomputed.py`, which computes
/// the same from the weights.
@Suite struct RecomputedTests {
  private struct Measures: Codable {
    var loss: Double, squaredError: Double
    var featureLosses: [Double]
    var dimensionality: [Float], superposition: [Float]
    var gram: [[Double]], interference: [[Double]]
    var baselines: [Double]
  }

  private static let folder = ProcessInfo.processInfo.environment["SUPERPOSE_RECOMPUTED"]

  private func write(
    _ name: String, _ architecture: Architecture, _ features: SparseFeatures, to folder: String
  ) throws {
    let data = FixedFeatures(samples: try features.samples(3_000, seed: 11))
    let model = try architecture.train(on: features, steps: 400, seed: 3)[0]
    let network = model.network
    let compared = try ComparedModel(name, network, on: data).comparison(seed: 1)
    let weights = network.weights
    let measures = Measures(
      loss: try network.loss(on: data), squaredError: try network.squaredError(on: data).value,
      featureLosses: try network.featureLosses(on: data),
      dimensionality: weights.featureDimensionality, superposition: weights.superposition,
      gram: weights.gram.doubles, interference: weights.interference.doubles,
      baselines: compared.baselines.map(\.loss.value))
    let encoder = JSONEncoder()
    try encoder.encode(measures).write(to: URL(fileURLWithPath: "\(folder)/\(name).json"))
    try NPZ.write(
      [
        "W": Tensor(weights), "V": Tensor(network.outputWeights),
        "b": try Tensor(shape: [network.bias.count], values: network.bias),
        "x": Tensor(data.samples),
        "I": try Tensor(shape: [model.importance.count], values: model.importance),
      ], to: "\(folder)/\(name).npz")
  }

  @Test(.enabled(if: folder != nil)) func `measures are written for Python`() throws {
    let folder = try #require(Self.folder)
    let plain = SparseFeatures(count: 20, density: 0.1)
    let signed = SparseFeatures(count: 30, density: 0.05, magnitude: .signedUniform)
    try write(
      "relu", ReLUOutputModel(hidden: 5, importance: .geometric(0.7)).architecture, plain, to: folder)
    try write(
      "linear", LinearModel(hidden: 5, importance: .geometric(0.7)).architecture, plain, to: folder)
    try write(
      "neurons",
      ReLUHiddenModel(hidden: 6, importance: .geometric(0.9), hiddenPenalty: 0.01)
        .architecture, plain, to: folder)
    try write(
      "absolute", AbsoluteValueModel(hidden: 12, importance: .geometric(0.8)).architecture, signed,
      to: folder)
  }

  /// Figure 34's network without superposition: Σ I_i (p/3 − p²/4) / n over the features that are left.
  @Test(arguments: [0.01, 0.003, 0.001]) func `the construction of figure 34 has its closed form`(
    p: Double
  ) throws {
    let features = SparseFeatures(count: 100, density: p, magnitude: .signedUniform)
    let network = try AbsoluteValueModel(hidden: 40, importance: .geometric(0.8)).network(
      weights: Matrix(rows: 100, columns: 40) { _, _ in 0 })
    let baselines = try ComparedModel("", network, on: features).comparison(seed: 1).baselines
    var importance = (0..<100).map { i in (0..<i).reduce(1.0) { power, _ in power * 0.8 } }
    importance.removeFirst(20)
    let wanted = importance.reduce(0, +) * (p / 3 - p * p / 4) / 100
    let found = try #require(baselines.last).loss
    #expect(abs(found.value - wanted) < 4 * found.standardError + 1e-4 * wanted)
    #expect(found.relativeError < 0.01)
  }
}
