public import ToyLib

/// All ANDs of pairs of Boolean features, learned by one layer of ReLU neurons, beside a construction of
/// random neurons.
///
/// Sources: Newgas, "Compressed Computation: Dense Circuits in a Toy Model of the Universal-AND Problem",
/// arXiv 2507.09816 (2025); the construction is that of Vaintrob, Mendel and Hänni (2024).
public struct TrainedAnds: TrainingExperiment {
  public static let name = "trained-ands"
  public static let source = "Newgas (2025), arXiv 2507.09816; Vaintrob, Mendel and Hänni (2024)"
  public static let question = "Do trained neurons compute the ANDs of all pairs as random ones do?"

  /// m; there are m (m − 1) / 2 ANDs.
  @Setting(from: "ours: the source's sizes are not known") public var features = 24
  @Setting(from: "ours: fewer neurons than features do worse than an affine function")
  public var neurons = [24, 48, 96]
  /// The probability that a feature is present.
  @Setting(from: "ours: 1.2, 2.4 and 4.8 features present") public var densities = [0.05, 0.1, 0.2]
  /// q: the share of the features that a random neuron is connected to. The best one counts.
  @Setting(from: "ours") public var connections = [0.1, 0.2, 0.3, 0.5]
  @Setting(from: "ours: the source's is not known")
  public var recipe = Training(
    steps: 5_000, batch: 1_024, optimiser: .adam(rate: 0.003), schedule: .halfCosine)
  /// Samples on which errors are measured; half as many fit the read-outs of random neurons.
  @Setting(from: "ours") public var measuredSamples = 1 << 15
  public var seed: UInt64 = 1

  public init() {}

  public mutating func shorten() {
    features = min(features, 8)
    neurons = [4, 8]
    densities = [0.2]
    connections = [0.3]
    recipe.steps = min(recipe.steps, 300)
    measuredSamples = min(measuredSamples, 2_048)
  }

  public func run() throws -> TrainedAndsResult {
    try require(features >= 3, "features", features, "at least 3")
    for (name, count) in [
      ("neurons", neurons.count), ("densities", densities.count), ("connections", connections.count),
    ] {
      try require(count >= 1, name, "empty", "one number or more")
    }
    try require(measuredSamples >= 32, "measuredSamples", measuredSamples, "at least 32")
    for q in connections { try require(q > 0 && q < 1, "connections", q, "between 0 and 1") }
    for count in neurons { try require(count >= 1, "neurons", count, "at least 1") }
    let settings = densities.flatMap { density in neurons.map { (density, $0) } }
    return TrainedAndsResult(
      experiment: self, points: try tracked(settings).map { density, count in try point(density, count) })
  }

  private func point(_ density: Double, _ count: Int) throws -> LearnedAnds {
    let networks = try AndNetworks(features: features, neurons: count)
    let sampler = SparseFeatures(count: features, density: density, magnitude: .one)
    let samples = try sampler.samples(measuredSamples, seed: seed)
    let fitting = try sampler.samples(measuredSamples / 2, seed: seed &+ 1)
    let trained = try networks.model.train(on: sampler, seed: seed, training: recipe).best.network
    let targets = try trained.targets(of: samples)
    func measured(_ network: LayeredNetwork) throws -> AndReadOut {
      try AndReadOut(network, samples: samples, targets: targets)
    }
    var random = RandomSource(seed: seed &* 1_000_003 &+ UInt64(count))
    let constructed = try connections.map {
      try networks.constructed(connection: $0, on: fitting, using: &random)
    }
    let fitted = try constructed.map { try measured(networks.withBestReadOut($0, on: fitting)) }
    return LearnedAnds(
      density: density, neurons: count, trained: try measured(trained),
      construction: Self.best(try constructed.map(measured)), fitted: Self.best(fitted),
      circuit: try AndCircuit(trained, pairs: networks.pairs, samples: samples[rows: 0..<min(64, samples.rows)]),
      untrained: try networks.untrained(samples: samples, targets: targets, fitting: fitting))
  }

  private static func best(_ readOuts: [AndReadOut]) -> AndReadOut {
    readOuts.min { $0.loss.value < $1.loss.value } ?? readOuts[0]
  }
}
