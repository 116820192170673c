import Testing
import ToyLib

/// The analyses on trained models. Runs are short, seeded, and the same on every machine.
@Suite struct TrainedGeometryTests {
  private func pentagons() throws -> TrainedModels {
    try ReLUOutputModel(hidden: 2)
      .train(on: SparseFeatures(count: 5, density: 0.05), steps: 4_000, instances: 8, seed: 1)
  }

  @Test func `most sparse models in two dimensions are pentagons`() throws {
    let models = try pentagons()
    let census = try models.census { try $0.tegumDecomposition().name }
    #expect(census["pentagon"] >= 5)
    let best = models.best
    let factor = try best.tegumDecomposition().factors[0]
    #expect(factor.match?.polytope == .pentagon && factor.tightness > 0.999)
    #expect(abs(factor.meanDimensionality - 0.4) < 1e-3)
    #expect(best.dimensionalityCensus()[Fraction(2, 5)]?.features.count == 5)
    let polygon = try best.kGon()
    #expect(polygon.name == "5-gon" && polygon.isRegular(within: 2))
    #expect(abs(best.totalDimensionality - 2) < 0.01)
    let thomson = try ThomsonProblem(points: 5, dimensions: 2).solved()
    #expect(try thomson.distance(from: factor) < 0.02)
  }

  @Test func `two pentagons lie over each other`() throws {
    let ranked = try pentagons().ranked
    let (a, b) = (ranked[0], ranked[1])
    #expect(try a.aligned(to: b, exchanging: .equal(a.importance)).relativeDistance < 0.01)
    let square = try ReLUOutputModel(hidden: 2).network(
      weights: [[1, 0], [-1, 0], [0, 1], [0, -1], [0, 0]])
    #expect(try a.aligned(to: square, exchanging: .all).relativeDistance > 0.2)
  }

  /// Most of a pentagon's output is that of five separate features; the rest costs more than half
  /// of its loss.
  @Test func `a pentagon simulates five separate features with noise`() throws {
    let found = try pentagons().best.network
      .simulation(on: SparseFeatures(count: 5, density: 0.05))
    #expect(found.explained > 0.88 && found.explained < 0.96)
    #expect(found.disentangledLoss < found.loss / 2 && found.noise > found.loss / 2)
  }

  @Test func `uniform features in nine dimensions are digons, then antiprisms`() throws {
    func best(_ density: Double) throws -> TrainedModel {
      try ReLUOutputModel(hidden: 9).train(
        on: SparseFeatures(count: 60, density: density), steps: 6_000, instances: 2, seed: 1
      ).best
    }
    let digons = try best(0.25)
    #expect(try digons.tegumDecomposition().name == "9 × digon")
    #expect(digons.dimensionalityCensus()[Fraction(1, 2)]?.features.count == 18)
    let antiprisms = try best(0.2)
    // The example of docs/toylib.md.
    let parts = try antiprisms.tegumDecomposition()
    #expect(parts.name == "3 × square antiprism")
    #expect(abs(try #require(parts.factors[0].match).deviation - 0.05) < 0.01)
    #expect(abs(try #require(parts.blockSemiOrthogonality) - 0.998) < 1e-3)
    #expect(antiprisms.dimensionalityCensus()[Fraction(3, 8)]?.features.count == 24)
    #expect(antiprisms.packingEfficiency > 0.99)
  }

  /// Catalogue 6.6: two sets of three correlated features end as an octahedron.
  @Test func `two correlated triples form an octahedron`() throws {
    let features = FeatureGroups.correlated(sets: 2, of: 3, sparsity: 0.95)
    let models = try ReLUOutputModel(hidden: 3, initialWeights: .normal(deviation: 0.01))
      .train(on: features, steps: 5_000, instances: 6, seed: 1)
    #expect(try models.best.tegumDecomposition().solid == "octahedron")
    let sets = try models.best.correlatedSets(features.members)
    #expect(sets.sets.allSatisfy { $0.state == .orthogonal || abs($0.meanCosine) < 0.1 })
  }

  /// Catalogue E7e: from principal components to superposition as features get sparser.
  @Test(arguments: [(0.5, 3), (0.2, 2), (0.1, 1), (0.02, 0)])
  func `fewer correlated pairs collapse the sparser they are`(
    density: Double, collapsed: Int
  ) throws {
    let features = FeatureGroups.correlated(sets: 3, of: 2, sparsity: 1 - density)
    let best = try ReLUOutputModel(hidden: 2)
      .train(on: features, steps: 4_000, instances: 24, seed: 1).best
    #expect(try best.correlatedSets(features.members).collapsed == collapsed)
    let overlap = try features.principalComponents().overlap(with: best, components: 3)
    #expect(density == 0.5 ? overlap > 0.999 : overlap < 0.85)
  }

  /// Catalogue 6.3: n = 20, m = 5, I = 0.7^i at 1 − S = 0.03 has five antipodal pairs, and Σ D_i is m.
  @Test func `twenty features of falling importance fill five dimensions with pairs`() throws {
    let models = try ReLUOutputModel(hidden: 5, importance: .geometric(0.7))
      .train(on: SparseFeatures(count: 20, density: 0.03), steps: 6_000, instances: 4, seed: 1)
    #expect(try models.census { try $0.tegumDecomposition().name }["5 × digon"] >= 3)
    #expect(abs(models.best.totalDimensionality - 5) < 0.01)
    #expect(try abs(models.best.leverageScores.reduce(0, +) - 5) < 1e-6)
  }
}
