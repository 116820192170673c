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
