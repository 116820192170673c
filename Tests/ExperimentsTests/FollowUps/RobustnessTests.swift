import SuperposeExperiments
import Testing
import ToyLib

/// Superposition and robustness at sizes that take seconds.
@Suite struct RobustnessTests {
  private static var small: SuperpositionAndRobustness {
    var experiment = SuperpositionAndRobustness()
    (experiment.features, experiment.hidden, experiment.density) = (20, 5, 0.1)
    experiment.sizes = [5, 10, 14]
    experiment.ratios = [1, 0.8, 0.5]
    experiment.penalties = [0, 5e-3, 2e-2]
    experiment.strengths = [0, 0.4, 0.8]
    experiment.controls = 3
    experiment.steps = 1_500
    experiment.samples = 100
    return experiment
  }

  @Test func `less superposition at the same data means less vulnerability`() throws {
    let result = try Self.small.run()
    #expect(result.models.count == 15)
    for way in [SuperpositionChange.dimensions, .importances, .penalty, .attacks] {
      let models = result.models(way)
      #expect(models.count == 3)
      #expect(models[2].featuresPerDimension < models[0].featuresPerDimension)
      #expect(result.vulnerability(models[2]) < result.vulnerability(models[0]))
    }
    // All attacks have the same length.
    #expect(Set(result.models.map(\.attacked.radius)).count == 1)
    // W = 1 and b = 0: the outputs change by as much as the inputs.
    #expect(abs(result.reference.attacked.worstHarm - 1) < 0.05)
    #expect(abs(result.reference.featuresPerDimension - 1) < 0.05)
    #expect(result.vulnerability(result.reference) == 1)
  }

  @Test func `importances are of the training, not of the attack`() throws {
    let model = try #require(try Self.small.run().models(.importances).last)
    #expect(model.network.architecture.importance == .geometric(0.5))
    let plain = try ReLUOutputModel(hidden: 5).network(weights: model.network.weights, bias: model.network.bias)
    let data = SparseFeatures(count: 20, density: 0.1)
    let inputs = try data.samples(100, seed: 1)
    #expect(try plain.vulnerability(on: inputs, radius: 0.5 * inputs.meanRowNorm) == model.attacked)
    #expect(try plain.loss(on: data) == model.loss)
  }

  @Test func `numbers that make no sense are refused in words`() {
    var experiment = SuperpositionAndRobustness()
    experiment.sizes = [41]
    #expect { try experiment.run() } throws: { "\($0)".contains("between 1 and the 40 features") }
    experiment = SuperpositionAndRobustness()
    experiment.controls = -1
    #expect { try experiment.run() } throws: { "\($0)".contains("controls is -1, but must be 0 or more") }
  }
}
