import Foundation
import Testing
import ToyLib

@Suite struct ExactTests {
  /// The lattice of 4,096 points is good for four digits.
  /// Catalogue 4.2 and 6.1: n = 5, m = 2, I = 0.9^i, p = 1 has the linear optimum 0.182925.
  @Test func `the linear solution has its closed-form loss`() throws {
    let features = SparseFeatures(count: 5, sparsity: 0)
    let network = try LinearModel(hidden: 2, importance: .geometric(0.9)).solution(for: features)
    #expect(abs(try network.expectedLoss(on: features) * 5 - 0.182925) < 4e-5)
    #expect(network.norms == [1, 1, 0, 0, 0])
  }

  /// Catalogue 4.5: four networks of n = 2, m = 1 and their losses.
  @Test(arguments: [0.1, 0.5, 1], [0.5, 2])
  func `expected losses are the theory's`(p: Double, r: Double) throws {
    let features = SparseFeatures(count: 2, density: p)
    let model = ReLUOutputModel(hidden: 1, importance: .custom([1, r]))
    func loss(_ weights: Matrix, _ bias: [Float]) throws -> Double {
      try 2 * model.network(weights: weights, bias: bias).expectedLoss(on: features)
    }
    let mean = Float(p / 2)
    #expect(abs(try loss([[0], [1]], [mean, 0]) - (p / 3 - p * p / 4)) < 1e-6)
    #expect(abs(try loss([[1], [0]], [0, mean]) - r * (p / 3 - p * p / 4)) < 1e-6)
    #expect(abs(try loss([[1], [-1]], [0, 0]) - (1 + r) * p * p / 6) < 3e-5)
  }

  /// Catalogue 6.10: the sparse-limit pentagon.
  @Test func `one-hot losses are the closed form's`() throws {
    func polygon(_ k: Int, length: Double, bias: Float) throws -> Network {
      let weights = Matrix(rows: k, columns: 2) { i, j in
        let angle = 2 * Double.pi * Double(i) / Double(k)
        return Float(length * (j == 0 ? cos(angle) : sin(angle)))
      }
      return try ReLUOutputModel(hidden: 2)
        .network(weights: weights, bias: Array(repeating: bias, count: k))
    }
    let pentagon = try polygon(5, length: 1.17046, bias: -0.28230)
    #expect(abs(pentagon.oneHotLoss - 0.079128) < 2e-6)
    #expect(abs(try polygon(6, length: 1.32053, bias: -0.61814).oneHotLoss - 0.289154) < 5e-6)
    // The same from samples: mean over samples and features of one-hot data is the sum over k².
    let sampled = try pentagon.loss(on: OneHotFeatures(count: 5), samples: 1 << 20)
    #expect(abs(sampled * 25 / 0.079128 - 1) < 0.01)
  }

  @Test func `expected and sampled losses agree`() throws {
    let features = SparseFeatures(count: 5, sparsity: 0.7)
    let model = try ReLUHiddenModel(hidden: 3).train(on: features, steps: 300, seed: 2)[0]
    let exact = try model.network.expectedLoss(on: features)
    #expect(abs(try model.network.loss(on: features, samples: 1 << 20) / exact - 1) < 0.01)
    let parts = try model.network.featureLosses(on: features, samples: 1 << 16)
    #expect(abs(parts.reduce(0, +) / 5 / exact - 1) < 0.03)
  }

  /// Catalogue 4.1: regular polygons and antipodal pairs.
  @Test(arguments: [(2, 1.0), (3, 2.0 / 3), (4, 0.5), (5, 0.4), (6, 1.0 / 3)])
  func `a regular polygon shares its plane equally`(k: Int, dimensionality: Double) {
    let weights = Matrix(rows: k, columns: 2) { i, j in
      let angle = (k == 2 ? Double.pi / 2 : 2 * Double.pi / Double(k)) * Double(i)
      return Float(j == 0 ? cos(angle) : sin(angle))
    }
    #expect(weights.featureDimensionality.allSatisfy { abs(Double($0) - dimensionality) < 1e-6 })
    #expect(abs(weights.dimensionsPerFeature - 2 / Float(k)) < 1e-6)
  }

  @Test func `a feature of no length has no dimensionality`() {
    let weights: Matrix = [[1, 0], [-1, 0], [0, 0]]
    #expect(weights.featureDimensionality == [0.5, 0.5, 0])
    #expect(weights.superposition == [1, 1, 0])
    #expect(weights.representedFeatures() == 2)
  }
}

/// The expected loss against other ways to find it.
@Suite struct ExpectedLossTests {
  @Test func `an expected loss agrees with many samples within its stated errors`() throws {
    let features = SparseFeatures(count: 4, density: 0.5)
    let network = try ReLUOutputModel(hidden: 2, importance: .geometric(0.8))
      .train(on: features, steps: 1_500, seed: 2)[0].network
    let expected = try network.expectedLossEstimate(on: features)
    let sampled = try network.lossEstimate(on: features, samples: 1 << 24)
    #expect(expected.relativeError < 1e-5)
    #expect(abs(expected.value - sampled.value) < 4 * sampled.standardError)
    #expect(sampled.relativeError < 5e-4)
  }

  /// Σ I_i (variance of what is not represented), in closed form.
  @Test func `linear models have their closed form`() throws {
    for p in [0.2, 1] {
      let features = SparseFeatures(count: 5, density: p)
      let network = try LinearModel(hidden: 2, importance: .geometric(0.9)).solution(for: features)
      let wanted = (2..<5).reduce(0.0) { sum, i in
        sum + (0..<i).reduce(1.0) { power, _ in power * 0.9 } * (p / 3 - p * p / 4)
      }
      let found = try network.expectedLossEstimate(on: features)
      #expect(abs(found.value * 5 / wanted - 1) < 3e-5)
    }
  }

  @Test func `one feature at a time is exact`() throws {
    // Both features are never present together, as the second never is.
    let features = SparseFeatures(sparsities: [0.4, 1], magnitude: .signedUniform)
    let network = try AbsoluteValueModel(hidden: 2).network(
      weights: [[1, -0.5], [0.3, 0.2]], outputWeights: [[0.75, 1], [0.5, -1]], bias: [0.1, -0.2])
    let found = try network.expectedLossEstimate(on: features)
    #expect(found.standardError == 0)
    // Midpoints of 2^20 intervals.
    let steps = 1 << 20
    var sum = 0.0
    for k in 0..<steps {
      let x = 2 * (Double(k) + 0.5) / Double(steps) - 1
      let h = [max(0, x), max(0, -0.5 * x)]
      let first = max(0, 0.75 * h[0] + h[1] + Double(Float(0.1))) - abs(x)
      let second = max(0, 0.5 * h[0] - h[1] - Double(Float(0.2)))
      sum += first * first + second * second
    }
    let absent = Double(Float(0.1)) * Double(Float(0.1))
    let wanted = (0.6 * sum / Double(steps) + 0.4 * absent) / 2
    #expect(abs(found.value / wanted - 1) < 1e-9)
  }

  @Test(arguments: [0.3, 1]) func `signed features and neurons are integrated, too`(p: Double) throws {
    let features = SparseFeatures(count: 3, density: p, magnitude: .signedUniform)
    let network = try AbsoluteValueModel(hidden: 5)
      .train(on: features, steps: 200, seed: 4)[0].network
    let expected = try network.expectedLossEstimate(on: features)
    let sampled = try network.lossEstimate(on: features, samples: 1 << 21)
    #expect(abs(expected.value - sampled.value) < 4 * sampled.standardError + 4 * expected.standardError)
  }
}
