import SuperposeJSON
import Testing
import ToyLib

@Suite struct OriginTests {
  private static func trained(_ features: some FeatureSampler = SparseFeatures(count: 3, sparsity: 0.5))
    throws -> TrainedModels
  {
    let recipe = Training(
      steps: 6, batch: 8, optimiser: .sgd(rate: 0.01), schedule: .linear, evaluationSamples: 16)
    return try ReLUOutputModel(hidden: 2, importance: .geometric(0.5)).train(
      on: features, instances: 2, seed: 11, training: recipe)
  }

  @Test func `a trained model is made again from its origin`() throws {
    let model = try Self.trained()[1]
    let origin = try #require(model.origin)
    let architecture = try #require(origin.parameters["model"]).decoded(as: Architecture.self)
    #expect(architecture == model.network.architecture && origin.seed == 11)
    let sampler = try #require(origin.parameters["features"]?["sparse"]?["_0"])
    let again = try ReLUOutputModel(
      hidden: architecture.hidden, importance: architecture.importance
    ).train(
      on: sampler.decoded(as: SparseFeatures.self), seed: origin.seed,
      firstInstance: #require(origin.parameters["instance"]?.integer),
      training: Training(parameters: origin.parameters))
    #expect(again[0].network == model.network && again[0].loss == model.loss)
  }

  @Test func `an origin says where the run stopped, and that it started from given weights`() throws {
    let model = try Self.trained()[0]
    #expect(model.origin?.parameters["step"] == nil)
    #expect(model.origin?.parameters["initialWeights"] == nil)
    var recipe = Training(steps: 5)
    recipe.pauseAt = 2
    let further = try model.network.trained(on: model.features, training: recipe)
    #expect(further.origin?.parameters["step"] == 2)
    #expect(further.origin?.parameters["initialWeights"] == "given")
  }

  @Test func `what is not trained has no origin, and a data set is named only`() throws {
    #expect(Matrix.identity(2).origin == nil)
    let models = try Self.trained(FixedFeatures(5, of: SparseFeatures(count: 3, sparsity: 0.5)))
    #expect(models[0].network.origin == nil)
    #expect(models[0].origin?.parameters["features"] == ["other": ["_0": "FixedFeatures"]])
  }
}
