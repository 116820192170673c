public import SuperposeJSON
public import ToyLib

/// The three runs of the authors' Colab notebook, with its settings.
///
/// Source: Anthropic, `toy-models-of-superposition/toy_models.ipynb`, which goes with Elhage et al.
/// (2022).
public struct Colab: TrainingExperiment {
  public static let name = "colab"
  public static let source = "the Colab notebook of Elhage et al. (2022)"
  public static let question = "Does the authors' own notebook give the same here?"

  /// One training run: many models together, from dense to sparse.
  public enum Run: String, Sendable, Hashable, CaseIterable {
    /// Five features in two dimensions, ten densities.
    case introduction
    /// A hundred features in 20 dimensions, 20 densities.
    case sparsity
    /// 200 equal features in 20 dimensions, 20 densities.
    case geometry
  }

  @Setting(from: "Colab") public var runs = Run.allCases
  @Setting(from: "Colab") public var recipe = Training(steps: 10_000)
  public var seed: UInt64 = 1

  public init() {}

  public init(runs: [Run], seed: UInt64 = 1) {
    self.runs = runs
    self.seed = seed
  }

  public var constants: [Parameter] {
    [
      Parameter("features", .array(runs.map { .integer($0.features) }), from: "Colab"),
      Parameter("hidden", .array(runs.map { .integer($0.hidden) }), from: "Colab"),
      Parameter("importance", runs.map(\.importance).json, from: "Colab"),
      Parameter("instances", .array(runs.map { .integer($0.densities.count) }), from: "Colab"),
      Parameter("density", "20^(−i/(instances − 1))", from: "Colab"),
      Parameter("initial weights", "Xavier over all instances", from: "Colab, PyTorch's meaning"),
    ]
  }

  public mutating func shorten() {
    recipe.steps = 300
  }

  public func run() throws -> ColabResult {
    ColabResult(
      experiment: self,
      models: Dictionary(
        uniqueKeysWithValues: try runs.map { ($0, try $0.train(recipe: recipe, seed: seed)) }))
  }
}

extension Colab.Run: ParameterValue {
  public var json: JSONValue { .string(rawValue) }

  public var features: Int {
    switch self {
    case .introduction: 5
    case .sparsity: 100
    case .geometry: 200
    }
  }

  public var hidden: Int { self == .introduction ? 2 : 20 }

  public var importance: Importance {
    switch self {
    case .introduction: .geometric(0.9)
    case .sparsity: .logSpaced(from: 1, to: 0.01)
    case .geometry: .uniform
    }
  }

  /// `feature_probability`: 1 − S of each instance.
  public var densities: [Double] {
    LogarithmicGrid.points(from: 1, to: 0.05, count: self == .introduction ? 10 : 20)
  }

  /// The models of the Colab's cell, one for each density.
  public func train(recipe: Training = Training(), seed: UInt64 = 1) throws -> TrainedModels {
    let model = ReLUOutputModel(
      hidden: hidden, importance: importance,
      initialWeights: .colab(instances: densities.count))
    return try model.train(
      on: densities.map { SparseFeatures(count: features, density: $0) }, seed: seed,
      training: recipe)
  }
}
