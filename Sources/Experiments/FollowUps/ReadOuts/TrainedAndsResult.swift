internal import ToyLib

/// Networks with some number of neurons for features with some density.
public struct LearnedAnds: Sendable {
  public let density: Double
  public let neurons: Int
  public let trained: AndReadOut
  /// Random neurons that are averaged, with the best q.
  public let construction: AndReadOut
  /// Random neurons with the best linear read-out, with the best q.
  public let fitted: AndReadOut
  /// Of the trained network.
  public let circuit: AndCircuit
  let untrained: [BaselineComparison.Baseline]

  var comparison: BaselineComparison {
    BaselineComparison(
      data: "1 − S = \(density.brief), \(neurons) neurons", trained: trained.loss,
      baselines: untrained + [
        .init("random neurons, averaged", loss: construction.loss),
        .init("random neurons, best read-out", loss: fitted.loss),
      ])
  }

  /// The loss of the mean of every AND.
  var plainLoss: Double { untrained[1].loss.value }
  /// That of the best affine function of the features.
  var affineLoss: Double { untrained[2].loss.value }
}

/// One measurement for each density and number of neurons.
public struct TrainedAndsResult: ExperimentResult {
  public let experiment: TrainedAnds
  public let points: [LearnedAnds]

  public var baselines: Baselines {
    Baselines(points.map(\.comparison), against: "functions made by hand or random neurons")
  }

  /// In the order of the neurons.
  func points(at density: Double) -> [LearnedAnds] {
    points.filter { $0.density == density }.sorted { $0.neurons < $1.neurons }
  }
}
