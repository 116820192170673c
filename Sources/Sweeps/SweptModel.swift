public import SuperposeExperiments
public import SuperposeJSON
internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// One toy model, to be trained at each point of a sweep: its loss and its geometry.
public struct SweptModel: TrainingExperiment {
  public static let name = "model"
  public static let source = "Elhage et al. (2022), Demonstrating Superposition"
  public static let question = "How does one toy model store its features?"

  @Setting(from: "Introduction") public var features = 5
  @Setting(from: "Introduction") public var hidden = 2
  /// S, the probability that a feature is 0.
  @Setting(from: "figure 1") public var sparsity = 0.9
  @Setting(from: "Colab") public var importance: Importance = .geometric(0.9)
  @Setting(from: "ours") public var recipe = Training(steps: 10_000)
  /// Models, of which the one with the lowest loss is measured.
  @Setting(from: "ours: single runs differ") public var restarts = 4
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() { recipe.steps = 500 }

  public func run() throws -> SweptModelResult {
    let models = try ReLUOutputModel(hidden: hidden, importance: importance).train(
      on: SparseFeatures(count: features, sparsity: sparsity), instances: restarts, seed: seed, training: recipe)
    return SweptModelResult(experiment: self, model: models.best)
  }
}

/// The best model.
public struct SweptModelResult: ExperimentResult {
  public let experiment: SweptModel
  public let model: TrainedModel

  public var claims: Claims { [] }

  public func draw() -> [NamedFigure] { [NamedFigure("model", .weightMatrices([ModelPanel(model.weights)]))] }

  /// The loss, the geometry of all features, and the length and the superposition of the last one.
  public var measurements: JSONObject {
    let dimensionality = model.featureDimensionality.map { Double($0) }
    let mean = dimensionality.reduce(0, +) / Double(max(dimensionality.count, 1))
    return [
      "loss": .number(model.loss), "squared error": .number(model.squaredError),
      "features per dimension": .number(Double(model.featuresPerDimension)),
      "represented features": .integer(model.representedFeatures()),
      "mean dimensionality": .number(mean),
      "last feature's norm": .number(Double(model.norms.last ?? 0)),
      "last feature's superposition": .number(Double(model.superposition.last ?? 0)),
      "fingerprint": .string(model.network.fingerprint),
    ]
  }
}
