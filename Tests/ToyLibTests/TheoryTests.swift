import Testing
import ToyLib

@Suite struct TheoryTests {
  @Test(arguments: FixedSolution.allCases, [(0.3, 0.2), (2.0, 0.7)])
  func `a fixed solution's loss is that of its network`(
    solution: FixedSolution, point: (importance: Double, density: Double)
  ) throws {
    for n in [2, 3] where n == 3 || solution != .othersShare {
      let network = try solution.network(
        features: n, importance: point.importance, density: point.density)
      let exact = try network.expectedLoss(on: SparseFeatures(count: n, density: point.density))
      let formula = solution.loss(importance: point.importance, density: point.density)
      // With three features present the expectation is a sum over 4,096 points of a lattice.
      #expect(abs(exact * Double(n) / formula - 1) < (n == 2 ? 1e-3 : 1.5e-2), "n = \(n)")
    }
  }

  @Test func `phases meet at equal importance and 4 sevenths`() throws {
    for n in [2, 3] {
      let theory = try PhaseTheory(features: n)
      #expect(abs(theory.criticalDensity(importance: 1) - 4.0 / 7) < 1e-12)
      #expect(theory.best(importance: 0.99, density: 0.58).phase == .notRepresented)
      #expect(theory.best(importance: 1.01, density: 0.58).phase == .dedicated)
      #expect(theory.best(importance: 0.99, density: 0.56).phase == .superposed)
    }
    #expect(throws: ToyLibError.self) { try PhaseTheory(features: 4) }
  }

  @Test(arguments: [0.1, 0.4, 0.9, 1.5, 4, 10])
  func `the boundary is where two solutions have the same loss`(r: Double) throws {
    for n in [2, 3] {
      let theory = try PhaseTheory(features: n)
      let p = theory.criticalDensity(importance: r)
      let above = theory.leastLoss(importance: r, density: p * 1.000_001)
      let below = theory.leastLoss(importance: r, density: p * 0.999_999)
      #expect(abs(above / below - 1) < 1e-4)
      #expect(
        theory.best(importance: r, density: p * 1.001)
          != theory.best(importance: r, density: p * 0.999))
    }
  }

  @Test func `the loss without a bias is the expected loss`() throws {
    let features = SparseFeatures(count: 2, density: 0.4)
    for (w1, w2) in [(1.0, -0.8), (0.7, 0.7), (0.3, -1.1), (1.0, 0)] {
      let network = try ReLUOutputModel(hidden: 1, importance: .custom([1, 0.3])).network(
        weights: [[Float(w1)], [Float(w2)]])
      let exact = try 2 * network.expectedLoss(on: features)
      #expect(abs(BiasFreeLoss(importance: 0.3, density: 0.4)(w1, w2) / exact - 1) < 2e-4)
    }
  }

  @Test func `one-sparse terms add up to the closed form`() throws {
    let network = try ReLUOutputModel(hidden: 2).network(
      weights: [[1.1, 0.1], [-0.3, 0.9], [0.2, -1], [0, 0]], bias: [-0.2, 0.1, -0.1, 0.2])
    #expect(abs(try network.oneSparseTerms.total - network.oneHotLoss) < 1e-6)
    let sampled = try network.presenceLoss(density: 0.1, samples: 1 << 17).losses[1] * 4
    #expect(abs(try network.oneSparseTerms.total / sampled - 1) < 0.02)
  }

  @Test func `the loss by present features adds up to the loss`() throws {
    let network = try ReLUOutputModel(hidden: 2, importance: .geometric(0.8)).network(
      weights: [[1.1, 0.1], [-0.3, 0.9], [0.2, -1], [-1, 0]], bias: [-0.2, 0.1, -0.1, 0.2])
    let parts = try network.presenceLoss(density: 0.2, samples: 1 << 16)
    let exact = try 4 * network.expectedLoss(on: SparseFeatures(count: 4, density: 0.2))
    #expect(abs(parts.total / exact - 1) < 0.01)
    #expect(abs(parts.probabilities.reduce(0, +) - 1) < 1e-12)
    #expect(throws: ToyLibError.self) { try network.presenceLoss(density: 1.2) }
  }
}
