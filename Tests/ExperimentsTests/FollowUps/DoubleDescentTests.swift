import SuperposeExperiments
import Testing
import ToyLib

@Suite struct DoubleDescentTests {
  /// Half the source's ARENA version's features, as many present in a sample.
  @Test func `samples are stored first, features in the end, neither in between`() throws {
    var experiment = DoubleDescent()
    experiment.features = 500
    experiment.sparsity = 0.98
    experiment.sizes = [5, 200, 2_000]
    experiment.steps = 6_000
    experiment.restarts = 3
    let result = try experiment.run()
    let (few, middle, many) = (result.models[0], result.models[1], result.models[2])
    #expect(few.polygonError < 0.2)
    #expect(few.trainLoss < 0.1)
    #expect(middle.testLoss > 1.05)
    #expect(many.testLoss < 1)
    #expect(many.network.representedFeatures() == 5)
    #expect(many.largestFeatureDimensionality(5).allSatisfy { $0 > 0.25 && $0 <= 0.4 })
    #expect(result.worst?.size == 200)
  }
}
