import SuperposeJSON
import SuperposePlot
import Testing
import ToyFigures
import ToyLib

/// Figures of trained models say how these were trained.
@Suite struct ProvenanceTests {
  private static let recipe = Training(
    steps: 4, batch: 8, optimiser: .adam(rate: 0.02), schedule: .cosine, evaluationSamples: 16)

  private static func trained(_ sparsities: [Double] = [0.5, 0.9]) throws -> TrainedModels {
    try ReLUOutputModel(hidden: 2).train(
      on: sparsities.map { SparseFeatures(count: 3, sparsity: $0) }, seed: 5, snapshots: 2,
      training: recipe)
  }

  @Test func `every figure of trained models carries their recipe and seed`() throws {
    let models = try Self.trained()
    let panels = models.map { ModelPanel($0) }
    let figures: [Figure] = [
      .featureEmbeddings(panels), .featureEmbeddings(panels, sets: [0, 0, 1]),
      .weightsAndBiases(panels), .weightMatrices(panels), .neuronStacks(panels),
      .dimensionsPerFeature(Array(models), densities: [0.5, 0.1]),
      .featureDimensionality(Array(models), densities: [0.5, 0.1]),
    ]
    for figure in figures {
      let provenance = try #require(figure.provenance)
      #expect(provenance.experiment.hasPrefix("Figure."))
      #expect(provenance.seed == 5 && provenance.parameters["models"] == 2)
      let recipe = try Training(parameters: provenance.parameters)
      #expect(recipe.optimiser == .adam(rate: 0.02) && recipe.schedule == .cosine)
      #expect(recipe.steps == 4 && recipe.batch == 8 && recipe.evaluationSamples == 16)
    }
  }

  @Test func `what differs between models is listed, what is common is said once`() throws {
    let models = try Self.trained()
    let provenance = try #require(Figure.weightsAndBiases(models.map { ModelPanel($0) }).provenance)
    #expect(provenance.parameters["model"]?["hidden"] == 2)
    #expect(provenance.parameters["instance"] == [0, 1])
    #expect(provenance.parameters["features"]?.array?.count == 2)
    let other = try ReLUOutputModel(hidden: 2).train(
      on: SparseFeatures(count: 3, sparsity: 0.5), seed: 6, training: Self.recipe)[0]
    let mixed = try #require(
      Figure.weightsAndBiases([ModelPanel(models[0]), ModelPanel(other)]).provenance)
    #expect(mixed.seed == nil && mixed.parameters["seeds"] == ["5", "6"])
  }

  @Test func `figures of bare weights claim nothing`() throws {
    let network = try Self.trained()[0].network
    #expect(Figure.weightsAndBiases([ModelPanel(network)]).provenance == nil)
    #expect(Figure.featureGeometry(Matrix.identity(2)).provenance == nil)
  }

  @Test func `the file of a figure holds the recipe`() throws {
    let model = try Self.trained()[0]
    let svg = try Figure.featureGeometry(model).svg()
    #expect(svg.contains("&quot;rate&quot;:0.02") || svg.contains("\"rate\":0.02"))
  }
}
