import Testing
import ToyLib

@Suite struct OpeningTests {
  /// Catalogue 6.1: two features at S = 0, four at 0.8, five at 0.9, with these sum-losses.
  @Test(arguments: [(1.0, 2, 0.18291), (0.2, 4, 0.05980), (0.1, 5, 0.02140)])
  func `the best of several instances finds the paper's geometry`(
    density: Double, represented: Int, loss: Double
  ) throws {
    let models = try ReLUOutputModel(hidden: 2, importance: .geometric(0.9))
      .train(on: SparseFeatures(count: 5, density: density), steps: 8_000, instances: 8, seed: 1)
    #expect(models.best.representedFeatures(above: 0.3) == represented)
    #expect(abs(models.best.sumLoss / loss - 1) < 0.04)
  }
}
