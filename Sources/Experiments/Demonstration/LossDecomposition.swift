internal import SuperposeJSON
public import ToyLib

/// The paper's two loss equations, measured: feature benefit and interference in a linear model and
/// in a ReLU model.
///
/// Source: Elhage et al. (2022), "Mathematical Understanding"; figure 10 sets the equations.
public struct LossDecomposition: TrainingExperiment {
  public static let name = "mathematics"
  public static let source = "Elhage et al. (2022), Mathematical Understanding; figure 10"
  public static let question =
    "What does a feature gain a model, what does it cost, and why does sparsity change the sum?"

  @Setting(from: "ours: the opening figure's") public var features = 5
  /// 1 − S, from dense to sparse.
  @Setting(from: "ours") public var densities = LogarithmicGrid.points(from: 1, to: 0.01, count: 9)
  @Setting(from: "ours") public var recipe = Training(steps: 10_000)
  /// Models for each density; the best is measured.
  @Setting(from: "ours; the best is measured") public var restarts = 8
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [
      Parameter("hidden", 2, from: "ours: the opening figure's"),
      Parameter("importance", 1, from: "ours: equal, so that only geometry counts"),
    ]
  }

  public mutating func shorten() {
    recipe.steps = 1_000
    restarts = 2
    densities = [1, 0.1, 0.01]
  }

  public func run() throws -> LossDecompositionResult {
    let data = densities.map { SparseFeatures(count: features, density: $0) }
    let linear = try LinearModel(hidden: 2).train(on: data, seed: seed, training: recipe)
    let model = ReLUOutputModel(hidden: 2)
    let best = try data.map {
      try model.train(on: $0, instances: restarts, seed: seed, training: recipe).best
    }
    return LossDecompositionResult(
      experiment: self, linear: try zip(densities, linear).map(LinearAccount.init),
      relu: try zip(densities, best).map(SparseAccount.init),
      plainPentagon: try PolygonAccount.plain(5, of: 5),
      polygons: try (0...8).map { try PolygonAccount(corners: $0, of: 8) })
  }
}
