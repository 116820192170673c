public import ToyLib

/// Test loss over the number of samples and the number of hidden dimensions: is there a peak in
/// either direction?
///
/// Source: Henighan et al., "Superposition, Memorization, and Double Descent" (2023), the heat map
/// over T and m; smaller here.
public struct DoubleDescentMap: TrainingExperiment {
  public static let name = "double-descent-map"
  public static let source =
    "Henighan et al. (2023), Superposition, Memorization, and Double Descent; test loss over T and m"
  public static let question = "Does double descent show in the size of the model too?"

  @Setting(from: "ours, for time; the source has 10,000") public var features = 300
  /// Ten features present in a sample, as in the source.
  @Setting(from: "the source: 10,000 · 0.001") public var active = 10.0
  @Setting(from: "ours") public var sizes = [10, 20, 40, 70, 100, 150, 200, 300, 500, 1_000, 2_000]
  @Setting(from: "ours") public var hidden = [1, 2, 3, 4, 5, 6, 8, 10]
  @Setting(
    from: "the source",
    except: ["steps": "ours, for time; the source has 50,000", "batch": "not used: all samples"])
  public var recipe = Training(
    steps: 6_000, optimiser: .adamW(weightDecay: 0.01),
    schedule: .warmUp(steps: 300, then: .halfCosine))
  @Setting(from: "ours") public var restarts = 2
  @Setting(from: "ours") public var testSamples = 1_000
  public var seed: UInt64 = 1

  public init() {}

  /// The number of updates, a twentieth of which warm up.
  public var steps: Int {
    get { recipe.steps }
    set {
      recipe.steps = newValue
      recipe.schedule = .warmUp(steps: max(1, newValue / 20), then: .halfCosine)
    }
  }

  public mutating func shorten() {
    features = min(features, 100)
    sizes = sizes.filter { $0 == 10 || $0 == 100 || $0 == 500 }
    hidden = hidden.filter { $0 <= 4 && $0 != 3 }
    steps = min(steps, 500)
    restarts = 1
  }

  public func run() throws -> DoubleDescentMapResult {
    let data = FiniteData(
      features: features, sparsity: max(0, 1 - active / Double(max(1, features))), recipe: recipe,
      restarts: restarts, testSamples: testSamples)
    let tasks = hidden.flatMap { m in sizes.map { FiniteData.Task(size: $0, hidden: m) } }
    // Models of different widths make separate runs.
    let models = try hidden.indices.flatMap { row in
      try data.fitted(Array(tasks[row * sizes.count..<(row + 1) * sizes.count]), seed: seed)
    }
    return DoubleDescentMapResult(
      experiment: self,
      losses: hidden.indices.map { row in
        sizes.indices.map { models[row * sizes.count + $0].testLoss }
      },
      baselines: Baselines(
        try zip(tasks, models).map { task, model in
          try model.compared("m = \(task.hidden), T = \(task.size)").comparison(seed: seed)
        }))
  }
}
