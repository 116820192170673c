internal import SuperposeJSON
public import ToyLib

/// The phase of an extra feature at every importance and sparsity: models compared with theory.
///
/// Source: Elhage et al. (2022), "Superposition as a Phase Change"; figures 11 and 12.
public struct PhaseChange: TrainingExperiment {
  public static let name = "phase-change"
  public static let source = "Elhage et al. (2022), Superposition as a Phase Change; figures 11, 12"
  public static let question =
    "When is a feature ignored, when does it get a dimension of its own, and when is it superposed?"

  /// n of each diagram; there are n − 1 dimensions.
  @Setting(from: "figures 11 and 12") public var features = [2, 3]
  /// Points along each axis.
  @Setting(from: "ours; the paper gives none") public var resolution = 24
  /// Models for each point.
  @Setting(from: "figure 11") public var models = 10
  /// The number of models with the highest losses that are excluded from the average.
  @Setting(from: "figure 11: that of highest loss") public var dropped = 1
  /// Points compare their models more exactly than by evaluation samples, so these are few.
  @Setting(from: "ours") public var recipe = Training(
    steps: 6_000, batch: 256, optimiser: .adamW(rate: 0.005), schedule: .cosine,
    evaluationSamples: 256, recordEvery: 6_000)
  @Setting(from: "ours: the paper gives none") public var initialWeights: InitialWeights = .xavier
  public var seed: UInt64 = 1

  public init(features: [Int], seed: UInt64 = 1) {
    self.features = features
    self.seed = seed
  }

  public init() {}

  public var constants: [Parameter] {
    [
      Parameter("hidden", .array(features.map { .integer($0 - 1) }), from: "figures 11 and 12"),
      Parameter("importance", "0.1…10", from: "figure 11, the extra feature's"),
      Parameter("density", "0.01…1", from: "figure 11"),
    ]
  }

  public mutating func shorten() {
    resolution = 6
    models = 3
    recipe.steps = 600
  }

  public func run() throws -> PhaseChangeResult {
    PhaseChangeResult(experiment: self, diagrams: try features.map(diagram))
  }

  private func diagram(_ n: Int) throws -> PhaseChangeResult.Diagram {
    let theory = try PhaseTheory(features: n)
    let importances = LogarithmicGrid.centers(0.1...10, count: resolution)
    let densities = LogarithmicGrid.centers(0.01...1, count: resolution)
    let points = try densities.map { density in
      try importances.map { try point(n, importance: $0, density: density) }
    }
    return PhaseChangeResult.Diagram(theory: theory, points: points)
  }

  private func point(_ n: Int, importance: Double, density: Double) throws -> PhasePoint {
    let weights = Importance.custom(Array(repeating: 1, count: n - 1) + [importance])
    let trained = try ReLUOutputModel(
      hidden: n - 1, importance: weights, initialWeights: initialWeights
    ).train(
      on: SparseFeatures(count: n, density: density), instances: models, seed: seed,
      training: recipe)
    return try PhasePoint(
      importance: importance, density: density, networks: trained.map(\.network),
      dropping: min(dropped, models - 1))
  }
}
