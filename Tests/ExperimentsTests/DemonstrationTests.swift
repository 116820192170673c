import SuperposeExperiments
import SuperposePlot
import Testing
import ToyLib

@Suite struct DemonstrationTests {
  static let result = Result {
    var experiment = Demonstration(sizes: [.init(features: 20, hidden: 5, ratio: 0.7, restarts: 3)])
    experiment.steps = 6_000
    experiment.densities = [1, 0.3, 0.001]
    return try experiment.run()
  }

  @Test func `what the paper says of linear and ReLU models holds`() throws {
    let claims = try Self.result.get().claims
    #expect(claims.count == 7)
    #expect(claims.failed.map(\.statement) == [])
  }

  @Test func `without sparsity five features are represented, with it three times as many`() throws {
    let models = try Self.result.get().runs[0].models
    #expect(models[0].representedFeatures() == 5)
    #expect((12...16).contains(models[2].representedFeatures()))
  }
}
