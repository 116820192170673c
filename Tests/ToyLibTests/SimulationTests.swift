import Testing
import ToyLib

@Suite struct SimulationTests {
  private let models: [any ToyModel] = [
    LinearModel(hidden: 3), ReLUOutputModel(hidden: 3), ReLUOutputModel(hidden: 3, tied: false),
    ReLUHiddenModel(hidden: 3), AbsoluteValueModel(hidden: 3),
  ]

  /// Alone, a feature is answered the same by both.
  @Test func `the disentangled network agrees on features that come alone`() throws {
    var random = RandomSource(seed: 6)
    for model in models {
      let weights = Matrix(rows: 5, columns: 3) { _, _ in random.normal() }
      let output = Matrix(rows: 5, columns: 3) { _, _ in random.normal() }
      let network = try model.architecture.network(
        weights: weights, outputWeights: model.architecture.tied ? nil : output,
        bias: (0..<5).map { _ in random.normal() })
      for i in 0..<5 {
        for value: Float in [-0.7, 0, 0.4, 1] {
          var x = Matrix(rows: 1, columns: 5)
          x[0, i] = value
          let observed = try network.outputs(of: x)[0, i]
          #expect(abs(observed - (try network.disentangled.outputs(of: x)[0, i])) < 1e-5)
        }
      }
    }
  }

  @Test func `orthogonal features are simulated perfectly`() throws {
    let network = try ReLUOutputModel(hidden: 3)
      .network(weights: [[1, 0, 0], [0, 0.9, 0], [0, 0, 1.1]], bias: [0, 0.1, -0.1])
    let found = try network.simulation(on: SparseFeatures(count: 3, sparsity: 0.5))
    #expect(found.features.allSatisfy { $0.explained == 1 && $0.noise < 1e-12 })
    #expect(abs(found.loss - found.disentangledLoss) < 1e-6)
  }

  /// Antipodal pair: both err only when both are present, by the smaller of the two: E min² = 1/6.
  @Test func `a pair's noise is what the theory says`() throws {
    let p = 0.4
    let network = try ReLUOutputModel(hidden: 1).network(weights: [[1], [-1]])
    let found = try network.simulation(
      on: SparseFeatures(count: 2, density: p), samples: 1 << 17, seed: 3)
    #expect(found.disentangledLoss < 1e-12)
    for row in found.features {
      #expect(abs(row.noise - row.loss) < 1e-9)
      #expect(abs(row.loss / (p * p / 6) - 1) < 0.03)
      #expect(row.meanLeak == 0)
      #expect(abs(row.explained - 0.629) < 0.02)  // 1 − (p²/6) / Var ReLU(x − y)
    }
    #expect(throws: ToyLibError.self) {
      try network.simulation(on: SparseFeatures(count: 3, density: p))
    }
  }
}
