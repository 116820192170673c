internal import Foundation
internal import SuperposeJSON
public import ToyLib

/// Stochastic gradient descent from a square: the loss goes down in steps, from one k-gon to the
/// next, while the local learning coefficient goes up.
///
/// Source: Chen et al., "Dynamical versus Bayesian Phase Transitions in a Toy Model of
/// Superposition" (2023).
public struct KGonDynamics: TrainingExperiment {
  public static let name = "k-gon-dynamics"
  public static let source =
    "Chen et al. (2023), Dynamical versus Bayesian Phase Transitions; dynamical transitions"
  public static let question =
    "Does training stop for a while at one regular polygon after another?"

  /// c.
  @Setting(from: "the source") public var features = 6
  /// n, drawn once for each run.
  @Setting(from: "the source") public var samples = 1_000
  /// 4,500 epochs. ToyLib's loss is the mean over features, the source's is their sum: 0.03 is 0.005
  /// of that.
  @Setting(
    from: "the source",
    except: ["batch": "the source; drawn with replacement here", "evaluationSamples": "not used"])
  public var recipe = Training(
    steps: 225_000, batch: 20, optimiser: .sgd(rate: 0.03), evaluationSamples: 1)
  /// The standard deviation around the square that training starts from.
  @Setting(from: "the source") public var startDeviation = 0.01
  @Setting(from: "ours") public var runs = 12
  /// The estimation of the coefficient during training.
  @Setting(from: "the source") public var langevin: Langevin = {
    var langevin = Langevin()
    langevin.stepSize = 1e-3
    langevin.localisation = 1
    langevin.steps = 500
    langevin.chains = 3
    langevin.observations = 1_000
    langevin.lowestDrop = .infinity
    return langevin
  }()
  public var seed: UInt64 = 1

  public init() {}

  public var constants: [Parameter] {
    [
      Parameter("epochs", .integer(epochs), from: "the source")
    ]
  }

  public mutating func shorten() {
    epochs = min(epochs, 200)
    runs = min(runs, 2)
    langevin.chains = 1
    langevin.steps = min(langevin.steps, 100)
  }

  public func run() throws -> KGonDynamicsResult {
    // Read here, because threads of a queue do not see task-local values.
    UsedRecipes.note(training)
    return try KGonDynamicsResult(experiment: self, trajectories: concurrentResults(runs) { try trajectory($0) })
  }

  /// Updates in an epoch.
  var epochSteps: Int { max(1, samples / max(1, recipe.batch)) }

  /// How often as many samples are drawn as there are: `recipe.steps` in other units.
  public var epochs: Int {
    get { recipe.steps / epochSteps }
    set { recipe.steps = newValue * epochSteps }
  }

  /// Dense at first, then evenly spaced.
  private var snapshots: Set<Int> {
    let last = recipe.steps
    let early = (0...60).map { Int(exp(log(Double(last)) * Double($0) / 60)) }
    return Set(early + (0...120).map { last * $0 / 120 })
  }

  /// The recipe with snapshots and one thread, because the runs already share the cores.
  private var training: Training {
    var training = recipe
    training.snapshots = snapshots
    training.threads = 1
    return training
  }

  private func trajectory(_ index: Int) throws -> KGonTrajectory {
    let own = seed &+ UInt64(index)
    let data = try FixedFeatures(samples, of: OneHotFeatures(count: features), seed: own)
    let model = try start(own).trained(
      on: DrawnSamples(data: data), seed: own, training: training)
    return KGonTrajectory(
      model.snapshots.sorted { $0.step < $1.step }, langevin: langevin, seed: own)
  }

  /// A square with noise; biases start at 0.
  private func start(_ seed: UInt64) throws -> Network {
    var random = RandomSource(seed: seed)
    let square: [[Float]] = [[1, 0], [0, 1], [-1, 0], [0, -1]]
    let weights = Matrix(rows: features, columns: 2) { i, j in
      (i < 4 ? square[i][j] : 0) + Float(startDeviation) * random.normal()
    }
    let bias = (0..<features).map { _ in Float(startDeviation) * random.normal() }
    return try ReLUOutputModel(hidden: 2).network(weights: weights, bias: bias)
  }
}

/// Batches from a finite data set, where `FixedFeatures` alone is trained on whole.
private struct DrawnSamples: FeatureSampler {
  let data: FixedFeatures
  var count: Int { data.count }
  func sample(into x: inout [Float], using random: inout RandomSource) {
    data.sample(into: &x, using: &random)
  }
}
