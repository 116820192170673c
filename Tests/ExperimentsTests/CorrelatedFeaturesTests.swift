import SuperposeExperiments
import SuperposePlot
import Testing
import ToyLib

@Suite struct CorrelatedFeaturesTests {
  @Test func `correlated features are orthogonal, anticorrelated ones opposite, pairs neighbours`()
    throws
  {
    var experiment = CorrelatedFeatures()
    experiment.densities = experiment.densities.mapValues { [$0[0]] }
    experiment.steps = 6_000
    #expect(try experiment.run().claims.failed.isEmpty)
  }

  @Test func `correlated sets get orthogonal bases of their own`() throws {
    var experiment = LocalBases()
    experiment.steps = 5_000
    experiment.restarts = 6
    #expect(try experiment.run().claims.failed.isEmpty)
  }

  @Test func `pairs collapse where they are dense and stand apart where they are sparse`() throws {
    var experiment = CollapsingPairs()
    experiment.densities = [0.8, 0.2, 0.03]
    experiment.steps = 6_000
    let result = try experiment.run()
    #expect(result.regimes.map(\.sets.collapsed) == [3, 2, 0])
    #expect(result.regimes[0].shareOfSums > 0.99)
    #expect(result.regimes[2].shareOfSums < 0.85)
  }
}
