internal import SuperposePlot
internal import ToyFigures
public import ToyLib
internal import SuperposeJSON

/// Five features in two dimensions, at three sparsities: the paper's first figure.
///
/// Source: Elhage et al. (2022), Introduction; figure 1. The paper gives no importance; 0.9^i is the
/// Colab's, and the one that leads to the three published shapes.
public struct OpeningFigure: Experiment {
  public static let name = "opening"
  public static let source = "Elhage et al. (2022), Introduction; figure 1"
  public static let question = "What does a model with two dimensions do with five features?"

  public var features = 5
  /// S, one panel for each.
  public var sparsities: [Double]
  public var importance: Importance = .geometric(0.9)
  public var steps = 10_000
  /// Models for each sparsity; the best is shown, because one training run is a coin toss.
  public var restarts = 8
  public var seed: UInt64

  public init(sparsities: [Double], seed: UInt64 = 1) {
    self.sparsities = sparsities
    self.seed = seed
  }

  public init() { self.init(sparsities: [0, 0.8, 0.9]) }

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "Introduction"),
      Parameter("hidden", 2, from: "Introduction"),
      Parameter("sparsities", .array(sparsities.map { .number($0) }), from: "figure 1"),
      Parameter("importance", .string("\(importance)"), from: "Colab; the paper says it varies"),
      Parameter("steps", .integer(steps), from: "Colab"),
      Parameter("restarts", .integer(restarts), from: "ours: one run is a coin toss"),
    ]
  }

  public var shortened: OpeningFigure {
    var copy = self
    copy.steps = 1_000
    copy.restarts = 4
    return copy
  }

  public func run() throws -> OpeningFigureResult {
    let model = ReLUOutputModel(hidden: 2, importance: importance)
    let runs = try tracked(sparsities).map { sparsity in
      try model.train(
        on: SparseFeatures(count: features, sparsity: sparsity), steps: steps,
        instances: restarts, seed: seed)
    }
    return OpeningFigureResult(experiment: self, runs: runs)
  }
}

/// The models of each sparsity.
public struct OpeningFigureResult: ExperimentResult {
  public let experiment: OpeningFigure
  /// One run for each sparsity, all its restarts.
  public let runs: [TrainedModels]

  /// The best model of each sparsity.
  public var models: [TrainedModel] { runs.map(\.best) }

  public func draw() -> [NamedFigure] {
    let panels = zip(experiment.sparsities, models).map { sparsity, model in
      ModelPanel(model, title: "\((sparsity * 100).brief(3)) % sparsity")
    }
    let importance = models.first?.importance
    return [
      NamedFigure(
        "opening",
        .featureEmbeddings(panels, importance: importance, progress: "increasing feature sparsity")),
      NamedFigure("opening-weights", .weightsAndBiases(panels, columns: 3)),
    ]
  }

  public var claims: Claims {
    Claims(
      zip(experiment.sparsities, models).compactMap { sparsity, model in
        guard let expected = Self.represented[sparsity] else { return nil }
        let found = model.representedFeatures()
        let gaps = ((try? model.kGon())?.gaps ?? []).map { "\($0.brief(3))°" }
        return Claim(
          expected.statement, measured: "\(found) of \(experiment.features) represented, "
            + "D = \(model.featureDimensionality.map { Double($0).brief(2) }.joined(separator: ", "))"
            + "; gaps \(gaps.joined(separator: ", "))",
          held: found == expected.count)
      })
  }

  /// What the paper's three panels show.
  private static let represented: [Double: (count: Int, statement: String)] = [
    0: (2, "when every feature is present, the two most important get a dimension each"),
    0.8: (4, "at 80 % sparsity four features form two antipodal pairs"),
    0.9: (5, "at 90 % sparsity all five features form a pentagon"),
  ]
}
