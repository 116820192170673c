internal import SuperposeJSON
internal import SuperposePlot
public import ToyLib

/// Five features in two dimensions, at three sparsities: the paper's first figure.
///
/// Source: Elhage et al. (2022), Introduction; figure 1. The paper gives no importance; 0.9^i is the
/// Colab's, and the one that leads to the three published shapes.
public struct OpeningFigure: TrainingExperiment {
  public static let name = "opening"
  public static let source = "Elhage et al. (2022), Introduction; figure 1"
  public static let question = "What does a model with two dimensions do with five features?"

  @Setting(from: "Introduction") public var features = 5
  /// S, one panel for each.
  @Setting(from: "figure 1") public var sparsities = [0, 0.8, 0.9]
  @Setting(from: "Colab; the paper says it varies")
  public var importance: Importance = .geometric(0.9)
  @Setting(from: "ours") public var recipe = Training(steps: 10_000)
  /// Models for each sparsity; the best is shown, because a single training run may end in a poor
  /// solution.
  @Setting(from: "ours: one run is a coin toss") public var restarts = 8
  public var seed: UInt64 = 1

  public init(sparsities: [Double], seed: UInt64 = 1) {
    self.sparsities = sparsities
    self.seed = seed
  }

  public init() {}

  public var constants: [Parameter] {
    [Parameter("hidden", 2, from: "Introduction")]
  }

  public mutating func shorten() {
    recipe.steps = 1_000
    restarts = 4
  }

  public func run() throws -> OpeningFigureResult {
    let model = ReLUOutputModel(hidden: 2, importance: importance)
    let runs = try tracked(sparsities).map { sparsity in
      try model.train(
        on: SparseFeatures(count: features, sparsity: sparsity), instances: restarts, seed: seed,
        training: recipe)
    }
    return OpeningFigureResult(experiment: self, runs: runs)
  }
}
