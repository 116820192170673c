internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// One model for each density.
public struct UniformSuperpositionResult: ExperimentResult {
  public let experiment: UniformSuperposition
  public let models: TrainedModels
  /// A model with half the dimensions, for one of the densities.
  public let half: TrainedModel
  public let halfDensity: Double
  /// Each model as a product of polytopes.
  public let decompositions: [TegumDecomposition]
  /// Smaller models at finely spaced densities, and each as a product of polytopes.
  public let fine: [TrainedModels]
  public let fineDecompositions: [[TegumDecomposition]]
  /// Of ``models``.
  public let baselines: Baselines

  init(
    experiment: UniformSuperposition, models: TrainedModels, half: TrainedModel, halfDensity: Double,
    fine: [TrainedModels]
  ) throws {
    self.experiment = experiment
    self.models = models
    self.half = half
    self.halfDensity = halfDensity
    decompositions = try models.map { try $0.tegumDecomposition() }
    self.fine = fine
    fineDecompositions = try fine.map { try $0.map { try $0.tegumDecomposition() } }
    baselines = Baselines(
      try Self.compared(experiment, models).map { try $0.comparison(seed: experiment.seed) })
  }

  /// D* of every model.
  public var dimensionsPerFeature: [Double] { models.map { Double($0.dimensionsPerFeature) } }

  public var compared: [ComparedModel] { Self.compared(experiment, models) }

  private static func compared(
    _ experiment: UniformSuperposition, _ models: TrainedModels
  ) -> [ComparedModel] {
    zip(experiment.densities, models).map { ComparedModel("1 − S = \($0.brief(3))", $1) }
  }

  public func draw() -> [NamedFigure] {
    let densities = experiment.densities
    return [
      NamedFigure("dimensions-per-feature", .dimensionsPerFeature(Array(models), densities: densities)),
      NamedFigure(
        "feature-dimensionality",
        .featureDimensionality(Array(models), densities: densities, graphs: shownGraphs)),
    ]
  }

  /// Up to four models with the most features in named polytopes, spread over the densities at
  /// which models are in superposition.
  private var shownGraphs: [Int] {
    let candidates = models.indices.filter { decompositions[$0].namedShare > 0.25 }
    guard candidates.count > 4 else { return candidates }
    return (0..<4).map { candidates[$0 * (candidates.count - 1) / 3] }
  }
}

extension TegumDecomposition {
  /// The fraction of represented features in named polytopes of two or more features.
  var namedShare: Double {
    let all = factors.reduce(0) { $0 + $1.features.count }
    let named = factors.filter { $0.match != nil && $0.features.count > 1 }
      .reduce(0) { $0 + $1.features.count }
    return all > 0 ? Double(named) / Double(all) : 0
  }
}
