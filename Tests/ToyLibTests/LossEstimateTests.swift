import Foundation
import Testing
import ToyLib

/// Measured losses: their precision and their noise.
@Suite struct LossEstimateTests {
  /// Σ I (x − x′)² with every operation in double precision.
  private static func direct(_ network: Network, _ samples: Matrix) -> Double {
    let (n, m) = (network.features, network.hidden)
    var sum = 0.0
    for s in 0..<samples.rows {
      var h = [Double](repeating: 0, count: m)
      for i in 0..<n where samples[s, i] != 0 {
        for k in 0..<m { h[k] += Double(samples[s, i]) * Double(network.weights[i, k]) }
      }
      for i in 0..<n {
        var z = Double(network.bias[i])
        for k in 0..<m { z += h[k] * Double(network.outputWeights[i, k]) }
        let error = Double(samples[s, i]) - max(0, z)
        sum += error * error
      }
    }
    return sum / Double(samples.elements.count)
  }

  @Test func `squared errors of a memorised data set are exact and never negative`() throws {
    let data = try FixedFeatures(
      3, of: SparseFeatures(count: 1000, sparsity: 0.99), normalized: true, seed: 3)
    var training = Training(steps: 6_000, schedule: .warmUp(steps: 300, then: .halfCosine))
    training.recordEvery = 20
    let models = try ReLUOutputModel(hidden: 2).train(
      on: data, instances: 3, seed: 1, training: training)
    for model in models {
      let wanted = Self.direct(model.network, data.samples)
      #expect(wanted < 1e-8)
      #expect(abs(model.loss / wanted - 1) < 1e-6)
      #expect(abs(try model.network.loss(on: data) / wanted - 1) < 1e-6)
      #expect(abs(try model.network.lossAndGradient(on: data.samples).loss / wanted - 1) < 1e-6)
      let parts = try model.network.featureLosses(on: data).reduce(0, +) / 1000
      #expect(abs(parts / wanted - 1) < 1e-6)
      #expect(model.lossEstimate.standardError == 0)
      #expect(model.history.allSatisfy { $0.loss >= 0 })
      // The last record is the loss before the last, tiny step.
      #expect(abs(try #require(model.history.last).loss / wanted - 1) < 0.01)
    }
  }

  @Test(arguments: [2, 3, 17, 40, 90]) func `no loss is negative, whatever the sizes`(rows: Int) throws {
    for (n, m) in [(2, 2), (40, 38), (64, 64)] {
      let samples = Matrix(rows: rows, columns: n) { $0 % n == $1 ? 1 : 0 }
      let models = try ReLUOutputModel(hidden: m).train(
        on: FixedFeatures(samples: samples), steps: 3_000, instances: 2, seed: 1,
        training: Training(steps: 3_000, optimiser: .adamW(rate: 3e-3, weightDecay: 0), recordEvery: 10))
      #expect(models.allSatisfy { $0.history.allSatisfy { $0.loss >= 0 } && $0.loss >= 0 })
      let wanted = Self.direct(models[0].network, samples)
      #expect(abs(models[0].loss - wanted) <= 1e-6 * wanted)
    }
  }

  /// A matrix of outputs within 1e-6 of its inputs, by lists and the Gram matrix in training.
  @Test func `losses near zero are right for sampled features`() throws {
    let identity = try ReLUOutputModel(hidden: 40).network(
      weights: Matrix(rows: 40, columns: 40) { $0 == $1 ? 1 : ($0 + $1) % 7 == 0 ? 1e-6 : 0 })
    let features = SparseFeatures(count: 40, density: 0.02)
    let samples = try features.samples(60_000, seed: 5)
    let wanted = Self.direct(identity, samples)
    let found = try identity.lossEstimate(on: features)
    #expect(wanted < 1e-12)
    #expect(abs(found.value / wanted - 1) < 0.1 && found.relativeError < 0.02)
  }

  @Test(arguments: [0.3, 0.02, 0.001]) func `the standard error is the spread over seeds`(p: Double) throws {
    let features = SparseFeatures(count: 20, density: p)
    let model = try ReLUOutputModel(hidden: 5, importance: .geometric(0.7))
      .train(on: features, steps: 1_500, seed: 1)[0]
    let estimates = try (1...24).map {
      try model.network.lossEstimate(on: features, samples: 1 << 14, seed: $0)
    }
    let mean = estimates.map(\.value).reduce(0, +) / 24
    let spread = (estimates.map { ($0.value - mean) * ($0.value - mean) }.reduce(0, +) / 23).squareRoot()
    let stated = estimates.map(\.standardError).reduce(0, +) / 24
    #expect(spread < 1.6 * stated && spread > 0.4 * stated)
    // Ordinary samples have the same mean.
    let ordinary = try model.network.loss(on: Ordinary(features), samples: 1 << 20)
    let noise = try model.network.lossEstimate(on: Ordinary(features), samples: 1 << 20).standardError
    #expect(abs(ordinary - mean) < 4 * noise)
    if p == 0.001 { #expect(model.lossEstimate.relativeError < 0.01) }
  }

  /// The same features, whose distribution the library does not know.
  private struct Ordinary: FeatureSampler {
    let features: SparseFeatures
    init(_ features: SparseFeatures) { self.features = features }
    var count: Int { features.count }
    func sample(into x: inout [Float], using random: inout RandomSource) {
      features.sample(into: &x, using: &random)
    }
  }

  @Test(arguments: [
    Magnitude.uniform, .signedUniform, .between(-0.5, 2), .normal, .halfNormal,
    .clippedNormal(mean: 1, deviation: 0.15), .one, .constant(0.7),
  ])
  func `rare features of unequal density are drawn with their probabilities`(magnitude: Magnitude) throws {
    let features = SparseFeatures(
      sparsities: [0.9, 0.99, 0.7, 0.999, 0.8, 0.95], magnitude: magnitude)
    let network = try ReLUOutputModel(hidden: 2).train(on: features, steps: 300, seed: 2)[0].network
    let estimate = try network.lossEstimate(on: features)
    let ordinary = try network.lossEstimate(on: Ordinary(features), samples: 1 << 19)
    let noise =
      (estimate.standardError * estimate.standardError
      + ordinary.standardError * ordinary.standardError).squareRoot()
    #expect(abs(estimate.value - ordinary.value) < 4.5 * noise)
  }

  @Test func `models that cannot be told apart are said so`() throws {
    let features = SparseFeatures(count: 5, density: 0.1)
    let model = try ReLUOutputModel(hidden: 2).train(on: features, steps: 800, instances: 6, seed: 1)
    var turned = model.best.network
    turned.weights = Matrix(rows: 5, columns: 2) { turned.weights[$0, 1 - $1] }
    let (a, b) = (
      try model.best.network.lossEstimate(on: features), try turned.lossEstimate(on: features)
    )
    #expect(!a.isDistinct(from: b) && a.difference(from: b).standardError < 1e-9)
    let worst = try #require(model.ranked.last)
    #expect(worst.lossEstimate.isDistinct(from: model.best.lossEstimate))
    #expect(model.asGoodAsBest.first?.instance == model.best.instance)
    #expect("\(a)".contains(" ± "))
  }
}
