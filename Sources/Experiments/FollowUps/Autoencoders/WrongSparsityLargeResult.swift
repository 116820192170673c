internal import SuperposeAutoencoders
public import ToyLib

/// The autoencoders of every number of active latents.
public struct WrongSparsityLargeResult: ExperimentResult {
  public let experiment: WrongSparsityLarge
  /// Of the copula's variables, shape [features, features].
  public let correlations: Matrix
  /// From a random start, in the order of the experiment's `active`.
  public let solutions: [WrongSparsitySolution]
  /// From the true dictionary, in the order of `activeFromTruth`.
  public let fromTruth: [WrongSparsitySolution]

  init(experiment: WrongSparsityLarge, correlations: Matrix, trained: [TrainedAutoencoder]) throws {
    self.experiment = experiment
    self.correlations = correlations
    let free = experiment.active.count
    let numbers = experiment.active + experiment.activeFromTruth
    let probe = try trained.first?.source.samples(experiment.measuredSamples, seed: experiment.seed)
    let all = try concurrentResults(trained.count) { index in
      try WrongSparsitySolution(
        trained[index], active: numbers[index], startedAtTruth: index >= free,
        on: probe ?? Matrix.identity(1), ranks: experiment.ranks, seed: experiment.seed)
    }
    solutions = Array(all.prefix(free))
    fromTruth = Array(all.dropFirst(free))
  }

  /// Those from a random start.
  public var baselines: Baselines {
    get throws {
      try Baselines(
        solutions.map { ComparedAutoencoder("k = \($0.active)", $0.trained) }, seed: experiment.seed)
    }
  }

  /// The number of active latents that is next to the number of present features.
  var rightNumber: Int { Int(experiment.presentFeatures.rounded()) }
  var right: WrongSparsitySolution? { solutions.first { $0.active == rightNumber } }
  var rightFromTruth: WrongSparsitySolution? { fromTruth.first { $0.active == rightNumber } }
  var tooFew: [WrongSparsitySolution] { solutions.filter { $0.active < rightNumber } }
  var tooFewFromTruth: [WrongSparsitySolution] { fromTruth.filter { $0.active < rightNumber } }
  var tooMany: [WrongSparsitySolution] { solutions.filter { $0.active > rightNumber } }
  /// From the smallest k to the largest.
  var ascending: [WrongSparsitySolution] { solutions.sorted { $0.active < $1.active } }
}
