import SuperposeExperiments
import SuperposePlot
import Testing
import ToyLib

@Suite struct AdversarialExamplesTests {
  @Test func `vulnerability rises with features per dimension`() throws {
    var experiment = AdversarialExamples()
    experiment.features = 50
    experiment.hidden = 10
    experiment.densities = [1, 0.44, 0.2, 0.09]
    experiment.steps = 4_000
    experiment.samples = 150
    let result = try experiment.run()
    #expect(zip(result.vulnerability, result.vulnerability.dropFirst()).allSatisfy { $0 < $1 })
    #expect((result.vulnerability.last ?? 0) > 3)
    #expect((result.scaledVulnerability.last ?? 0) > (result.rawVulnerability.last ?? 0))
  }

  @Test func `gradients find little where features are rare`() throws {
    var experiment = AdversarialExamples()
    experiment.features = 50
    experiment.hidden = 10
    experiment.densities = [1, 0.003]
    experiment.steps = 4_000
    experiment.samples = 150
    let result = try experiment.run()
    #expect(result.gradientShare[0] > 0.9)
    #expect(result.gradientShare[1] < 0.5)
    #expect(result.equallyAttacked[1].masked > 0.5)
  }

  @Test func `training under attack leaves fewer features`() throws {
    var experiment = RobustTraining()
    experiment.features = 20
    experiment.hidden = 5
    experiment.strengths = [0, 0.4, 1]
    experiment.steps = 1_500
    let perDimension = try experiment.run().featuresPerDimension
    #expect(perDimension[0] > 1.5)
    #expect(perDimension[1] < perDimension[0])
    #expect(perDimension[2] < 1)
  }
}
