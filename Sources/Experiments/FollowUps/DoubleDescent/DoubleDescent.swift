public import ToyLib

/// A toy model of superposition that is trained on T fixed samples: what it represents if T is
/// small, large, or in between.
///
/// Source: Henighan et al., "Superposition, Memorization, and Double Descent" (2023). There n is
/// 10,000 and S 0.999; a tenth of the features at ten times the density has as many present in a
/// sample (ten) and is ARENA's choice.
public struct DoubleDescent: TrainingExperiment {
  public static let name = "double-descent"
  public static let source =
    "Henighan et al. (2023), Superposition, Memorization, and Double Descent"
  public static let question =
    "Does a model that sees few samples store features, or the samples themselves?"

  @Setting(from: "ARENA; the source has 10,000") public var features = 1_000
  @Setting(from: "ARENA; the source has 0.999") public var sparsity = 0.99
  @Setting(from: "the source, mostly") public var hidden = 2
  /// T, one model for each.
  @Setting(from: "ARENA")
  public var sizes = [3, 5, 6, 8, 10, 15, 30, 50, 100, 200, 500, 1_000, 2_000]
  @Setting(
    from: "the source",
    except: ["steps": "ours, for time; the source has 50,000", "batch": "not used: all samples"])
  public var recipe = Training(
    steps: 20_000, optimiser: .adamW(weightDecay: 0.01),
    schedule: .warmUp(steps: 1_000, then: .halfCosine))
  /// Models for each T; the one of lowest training loss is kept.
  @Setting(from: "ours; the source keeps the best of several") public var restarts = 4
  @Setting(from: "ours") public var testSamples = 2_000
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

  /// AdamW's, at its usual rate.
  public var weightDecay: Double {
    get { recipe.optimiser.weightDecay }
    set { recipe.optimiser = .adamW(weightDecay: newValue) }
  }

  public mutating func shorten() {
    features = min(features, 200)
    sparsity = max(0, 1 - 10 / Double(max(features, 10)))
    sizes = sizes.filter { $0 <= 500 }
    steps = min(steps, 2_000)
    restarts = 1
  }

  public func run() throws -> DoubleDescentResult {
    let data = FiniteData(
      features: features, sparsity: sparsity, recipe: recipe, restarts: restarts,
      testSamples: testSamples)
    let tasks = sizes.map { FiniteData.Task(size: $0, hidden: hidden) }
    return DoubleDescentResult(experiment: self, models: try data.fitted(tasks, seed: seed))
  }
}
