internal import Foundation
internal import SuperposeJSON
internal import Synchronization
public import ToyLib

/// Stochastic gradient descent from a square: the loss goes down in steps, from one k-gon to the
/// next, while the local learning coefficient goes up.
///
/// Source: Chen et al., "Dynamical versus Bayesian Phase Transitions in a Toy Model of
/// Superposition" (2023).
public struct KGonDynamics: Experiment {
  public static let name = "k-gon-dynamics"
  public static let source =
    "Chen et al. (2023), Dynamical versus Bayesian Phase Transitions; dynamical transitions"
  public static let question =
    "Does training stop for a while at one regular polygon after another?"

  /// c.
  public var features = 6
  /// n, drawn once for each run.
  public var samples = 1_000
  public var batch = 20
  /// Of the loss summed over features, as the source has it.
  public var rate = 0.005
  public var epochs = 4_500
  /// The standard deviation around the square that training starts from.
  public var startDeviation = 0.01
  public var runs = 12
  /// How the coefficient is estimated along the way.
  public var langevin: Langevin = {
    var langevin = Langevin()
    langevin.stepSize = 1e-3
    langevin.localisation = 1
    langevin.steps = 500
    langevin.chains = 3
    langevin.observations = 1_000
    langevin.lowestDrop = .infinity
    return langevin
  }()
  public var seed: UInt64

  public init(seed: UInt64 = 1) { self.seed = seed }

  public init() { self.init(seed: 1) }

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "the source"),
      Parameter("samples", .integer(samples), from: "the source"),
      Parameter("batch", .integer(batch), from: "the source; drawn with replacement here"),
      Parameter("rate", .number(rate), from: "the source"),
      Parameter("epochs", .integer(epochs), from: "the source"),
      Parameter("startDeviation", .number(startDeviation), from: "the source"),
      Parameter("runs", .integer(runs), from: "ours"),
      Parameter("langevinSteps", .integer(langevin.steps), from: "the source"),
      Parameter("stepSize", .number(langevin.stepSize), from: "the source"),
      Parameter("localisation", .number(langevin.localisation), from: "the source"),
    ]
  }

  public var shortened: KGonDynamics {
    var copy = self
    copy.epochs = min(epochs, 200)
    copy.runs = min(runs, 2)
    copy.langevin.chains = 1
    copy.langevin.steps = min(langevin.steps, 100)
    return copy
  }

  public func run() throws -> KGonDynamicsResult {
    let results = Mutex([Result<KGonTrajectory, any Error>?](repeating: nil, count: runs))
    DispatchQueue.concurrentPerform(iterations: runs) { index in
      let result = Result { try trajectory(index) }
      results.withLock { $0[index] = result }
    }
    let trajectories = try results.withLock(\.self).compactMap { try $0?.get() }
    return try KGonDynamicsResult(experiment: self, trajectories: trajectories)
  }

  /// Updates in an epoch.
  var epochSteps: Int { max(1, samples / batch) }

  /// Densely at first, then evenly.
  private var snapshots: Set<Int> {
    let last = epochs * epochSteps
    let early = (0...60).map { Int(exp(log(Double(last)) * Double($0) / 60)) }
    return Set(early + (0...120).map { last * $0 / 120 })
  }

  private func trajectory(_ index: Int) throws -> KGonTrajectory {
    let own = seed &+ UInt64(index)
    let data = try FixedFeatures(samples, of: OneHotFeatures(count: features), seed: own)
    var training = Training()
    training.steps = epochs * epochSteps
    training.batch = batch
    // ToyLib's loss is the mean over features.
    training.optimiser = .sgd(rate: rate * Double(features))
    training.snapshots = snapshots
    training.evaluationSamples = 1
    training.threads = 1
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

/// One run of training, in the exact loss.
public struct KGonTrajectory: Sendable {
  public let steps: [Int]
  public let networks: [Network]
  /// L of each snapshot, exact: not the loss on the samples that it was trained on.
  public let losses: [Double]
  /// λ̂ of each snapshot.
  public let coefficients: [Double]

  init(_ snapshots: [Snapshot], langevin: Langevin, seed: UInt64) {
    steps = snapshots.map(\.step)
    networks = snapshots.map(\.network)
    let features = networks.first?.features ?? 1
    let landscape = OneHotLoss(features: features, hidden: 2)
    var langevin = langevin
    langevin.seed = seed
    let places = networks.map { landscape.parameters(of: $0) }
    losses = places.map { landscape.value(at: $0) / Double(features) }
    coefficients = places.map { langevin.learningCoefficient(at: $0, in: landscape).mean }
  }
}
