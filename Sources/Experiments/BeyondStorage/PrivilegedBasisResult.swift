internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The best model of each kind.
public struct PrivilegedBasisResult: ExperimentResult {
  public let experiment: PrivilegedBasis
  /// With linear hidden units: any rotation of its hidden space is equivalent.
  public let linear: TrainedModel
  /// With ReLU neurons: their axes are special.
  public let neurons: TrainedModel
  /// Both models beside networks made by hand.
  public let baselines: Baselines

  init(experiment: PrivilegedBasis, linear: TrainedModel, neurons: TrainedModel) throws {
    self.experiment = experiment
    self.linear = linear
    self.neurons = neurons
    baselines = Baselines(
      try Self.compared(linear, neurons).map { try $0.comparison(seed: experiment.seed) })
  }

  /// For each represented feature, the largest fraction of its squared length along one axis: 1 for
  /// a feature that uses one neuron, slightly above 1/m for a random direction.
  public static func alignment(of embedding: some Embedding) -> [Float] {
    (0..<embedding.weights.rows).compactMap { i in
      let squares = embedding.weights[row: i].map { $0 * $0 }
      let sum = squares.reduce(0, +)
      return sum > 0.25 ? (squares.max() ?? 0) / sum : nil
    }
  }

  public var compared: [ComparedModel] { Self.compared(linear, neurons) }

  private static func compared(_ linear: TrainedModel, _ neurons: TrainedModel) -> [ComparedModel] {
    [ComparedModel("linear units", linear), ComparedModel("neurons", neurons)]
  }

  public func draw() -> [NamedFigure] {
    [
      NamedFigure(
        "linear-units-and-neurons",
        .weightMatrices(
          [
            ModelPanel(linear, title: "linear hidden units"),
            ModelPanel(neurons.network.withNeuronsInOrder, title: "ReLU neurons"),
          ]))
    ]
  }

  public var claims: Claims {
    let axes = (Self.mean(linear), Self.mean(neurons))
    let served = neurons.neurons
    return [
      Claim(
        "without neurons features lie along no axis; with ReLU neurons they align with them",
        measured:
          "of a feature's squared length \(axes.0.brief(2)) lies along one axis with linear "
          + "units, \(axes.1.brief(2)) with neurons",
        held: axes.0 < 0.5 && axes.1 > 0.75
      ).requiring(baselines),
      Claim(
        "many neurons are dedicated to one feature",
        measured: "\(served) with neurons, \(linear.neurons) with linear units",
        held: served.count(.monosemantic) * 3 >= served.count
          && linear.neurons.count(.monosemantic) == 0
      ).requiring(baselines),
    ]
  }

  private static func mean(_ embedding: some Embedding) -> Double {
    let shares = alignment(of: embedding)
    return Double(shares.reduce(0, +)) / Double(max(shares.count, 1))
  }
}
