import Foundation
import Testing
import ToyLib

@Suite struct CapacityTests {
  @Test func `leverage scores sum to the rank and bound the dimensionality`() throws {
    var random = RandomSource(seed: 12)
    let w = Matrix(rows: 9, columns: 4) { _, _ in random.normal() }
    let scores = try w.leverageScores
    #expect(abs(scores.reduce(0, +) - 4) < 1e-9)
    #expect(zip(scores, w.featureDimensionality).allSatisfy { $0 >= Double($1) - 1e-6 })
    #expect(w.totalDimensionality < 4)
    let flat = w.times([[1, 0], [0, 1], [0, 0], [0, 0]]).times([[1, 0, 0], [0, 1, 0]])
    #expect(abs(try flat.leverageScores.reduce(0, +) - 2) < 1e-9)
    #expect(try flat.rank() == 2)
  }

  /// The measures come from WᵀW [hidden, hidden]; their definitions are sums over pairs.
  @Test(arguments: [(12, 4), (3, 7)])
  func `dimensionality and superposition are what the paper defines`(n: Int, m: Int) {
    var random = RandomSource(seed: 21)
    let w = Matrix(rows: n, columns: m) { _, _ in random.normal() }
    for i in 0..<n {
      let shadows = (0..<n).map { j in
        let product = Double(w.dot(row: i, row: j)) / Double(w.norms[i])
        return product * product
      }
      let others = shadows.reduce(0, +) - shadows[i]
      #expect(abs(Double(w.superposition[i]) / others - 1) < 1e-5)
      let square = Double(w.norms[i] * w.norms[i])
      #expect(abs(Double(w.featureDimensionality[i]) * (others + shadows[i]) / square - 1) < 1e-5)
      #expect(abs(Double(w.interference[row: i].reduce(0, +)) / others - 1) < 1e-5)
    }
  }

  @Test func `a tight frame spends every dimension`() throws {
    let w = Shapes.tegumProduct([NamedPolytope.pentagon.vertices, NamedPolytope.digon.vertices])
    #expect(abs(w.packingEfficiency - 1) < 1e-6)
    #expect(
      zip(try w.leverageScores, w.featureDimensionality).allSatisfy { abs($0 - Double($1)) < 1e-6 })
    #expect(abs(w.coherence() - 1) < 1e-6)
    #expect(abs(NamedPolytope.simplex(5).vertices.coherence() - 0.25) < 1e-6)
  }

  @Test func `semi-orthogonality is 1 for even sharing only`() throws {
    let stretched = NamedPolytope.pentagon.vertices.times([[2, 0], [0, 1]])
    let factor = try stretched.tegumDecomposition(tolerance: 1).factors[0]
    // λ = 10, 2.5: 12.5² / (2 · (100 + 6.25)).
    #expect(abs(factor.tightness - 12.5 * 12.5 / 212.5) < 1e-5)
  }

  @Test func `the compressed-sensing bound`() throws {
    let bound = try CompressedSensing.dimensions(features: 1_000, density: 0.01)
    #expect(abs(bound - 10 * log(100)) < 1e-9)
    #expect(
      abs(try CompressedSensing.features(hidden: 46, density: 0.01) * 0.01 * log(100) - 46) < 1e-9)
    #expect(try CompressedSensing.dimensions(features: 5, density: 1) == 0)
    #expect(abs(try CompressedSensing.leastCoherence(features: 4, hidden: 3) - 1.0 / 3) < 1e-12)
    #expect(try CompressedSensing.leastCoherence(features: 3, hidden: 3) == 0)
    #expect(throws: ToyLibError.self) { try CompressedSensing.dimensions(features: 5, density: 0) }
    #expect(throws: ToyLibError.self) { try CompressedSensing.features(hidden: 0, density: 0.5) }
  }

  @Test func `correlated sets are told apart`() throws {
    let half = Float(0.5).squareRoot()
    let w: Matrix = [
      [half, 0], [half, 0],  // collapsed
      [1, 0], [0, 1],  // orthogonal
      [1, 0], [0.5, 0.8],  // side by side
      [1, 0], [-1, 0],  // opposed, though along one axis
      [0.1, 0], [0, 0.1],  // ignored
      [1, 0], [0, 0.1],  // partial
    ]
    let sets = FeatureGroups.correlated(sets: 6, of: 2, sparsity: 0.9).members
    let found = try w.correlatedSets(sets)
    #expect(
      found.sets.map(\.state)
        == [.collapsed, .orthogonal, .sideBySide, .opposed, .ignored, .partial])
    #expect(found.collapsed == 1 && found.regime == "1 of 6 sets collapsed")
    #expect(abs(found.sets[0].principalShare - 1) < 1e-6)
    #expect(throws: ToyLibError.self) { try w.correlatedSets([[0, 12]]) }
    #expect(throws: ToyLibError.self) { try w.correlatedSets([[]]) }
  }
}
