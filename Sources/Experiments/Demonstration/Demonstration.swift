public import SuperposeJSON
internal import SuperposePlot
public import ToyLib

/// Linear and ReLU models over a range of sparsities: the paper's basic results.
///
/// Source: Elhage et al. (2022), "Demonstrating Superposition"; figures 6 to 9.
public struct Demonstration: TrainingExperiment {
  public static let name = "demonstration"
  public static let source = "Elhage et al. (2022), Demonstrating Superposition; figures 6–9"
  public static let question =
    "When inputs get sparser, does a model represent more features than it has dimensions?"

  /// The size of a model, and the decay of importance.
  public struct Size: Sendable, Hashable {
    public var features: Int
    public var hidden: Int
    /// I_i = ratio^i.
    public var ratio: Double
    /// Models for each density; the best is shown.
    public var restarts: Int

    public init(features: Int, hidden: Int, ratio: Double, restarts: Int) {
      self.features = features
      self.hidden = hidden
      self.ratio = ratio
      self.restarts = restarts
    }

    /// n = 20, m = 5, I_i = 0.7^i.
    public static let small = Size(features: 20, hidden: 5, ratio: 0.7, restarts: 6)
    /// n = 80, m = 20, I_i = 0.9^i: the same experiment, four times as large.
    public static let large = Size(features: 80, hidden: 20, ratio: 0.9, restarts: 2)
  }

  @Setting(from: "figures 8 and 9") public var sizes: [Size] = [.small, .large]
  /// 1 − S, from dense to sparse.
  @Setting(from: "figure 8")
  public var densities: [Double] = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001]
  @Setting(from: "ours") public var recipe = Training(steps: 10_000)
  public var seed: UInt64 = 1

  public init(sizes: [Size], seed: UInt64 = 1) {
    self.sizes = sizes
    self.seed = seed
  }

  public init() {}

  public mutating func shorten() {
    recipe.steps = 300
    for index in sizes.indices { sizes[index].restarts = 1 }
  }

  public func run() throws -> DemonstrationResult {
    DemonstrationResult(experiment: self, runs: try sizes.map(run))
  }

  private func run(_ size: Size) throws -> DemonstrationResult.Run {
    let importance = Importance.geometric(size.ratio)
    func features(_ density: Double) -> SparseFeatures {
      SparseFeatures(count: size.features, density: density)
    }
    let linear = try LinearModel(hidden: size.hidden, importance: importance)
      .train(on: [features(1), features(0.1)], seed: seed, training: recipe)
    let model = ReLUOutputModel(hidden: size.hidden, importance: importance)
    let sweep = try densities.map {
      try model.train(on: features($0), instances: size.restarts, seed: seed, training: recipe)
    }
    return DemonstrationResult.Run(size: size, linear: linear, sweep: sweep)
  }
}

extension Demonstration.Size: ParameterValue {
  public var json: JSONValue {
    [
      "features": .integer(features), "hidden": .integer(hidden), "ratio": .number(ratio),
      "restarts": .integer(restarts),
    ]
  }

  /// `n = 20, m = 5, I = 0.7^i`.
  var words: String { "n = \(features), m = \(hidden), I = \(ratio.brief)^i" }
}
