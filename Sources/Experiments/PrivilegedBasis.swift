internal import SuperposeJSON
internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The same task with linear hidden units and with ReLU neurons.
///
/// Source: Elhage et al. (2022), "Superposition in a Privileged Basis"; figure 28. The paper gives
/// no sizes.
public struct PrivilegedBasis: Experiment {
  public static let name = "privileged-basis"
  public static let source =
    "Elhage et al. (2022), Superposition in a Privileged Basis; figure 28"
  public static let question = "What changes when the hidden units are neurons?"

  public var features = 20
  public var hidden = 10
  /// 1 − S.
  public var density = 0.3
  public var importance: Importance = .geometric(0.8)
  public var steps = 6_000
  /// Models of each kind; the best of each is shown.
  public var restarts = 12
  public var seed: UInt64 = 1

  public init() {}

  public var parameters: [Parameter] {
    let source = "ours: the paper gives none"
    return [
      Parameter("features", .integer(features), from: source),
      Parameter("hidden", .integer(hidden), from: source),
      Parameter("density", .number(density), from: source),
      Parameter("importance", .string("\(importance)"), from: source),
      Parameter("steps", .integer(steps), from: "ours"),
      Parameter("restarts", .integer(restarts), from: "ours"),
    ]
  }

  public var shortened: PrivilegedBasis {
    var copy = self
    copy.steps = 600
    copy.restarts = 2
    return copy
  }

  public func run() throws -> PrivilegedBasisResult {
    var training = Training()
    training.steps = steps
    training.optimiser = .adamW(rate: 3e-3)
    training.schedule = .linear
    let sampler = SparseFeatures(count: features, density: density)
    func best(_ model: some ToyModel) throws -> TrainedModel {
      try model.train(on: sampler, instances: restarts, seed: seed, training: training).best
    }
    return PrivilegedBasisResult(
      experiment: self,
      linear: try best(ReLUOutputModel(hidden: hidden, importance: importance)),
      neurons: try best(ReLUHiddenModel(hidden: hidden, importance: importance)))
  }
}

/// The best model of each kind.
public struct PrivilegedBasisResult: ExperimentResult {
  public let experiment: PrivilegedBasis
  /// With linear hidden units: any rotation of its hidden space would do as well.
  public let linear: TrainedModel
  /// With ReLU neurons: their axes are special.
  public let neurons: TrainedModel

  /// For each represented feature the share of its squared length that lies along one axis: 1 for a
  /// feature that is a neuron, little more than 1/m for a random direction.
  public static func alignment(of embedding: some Embedding) -> [Float] {
    (0..<embedding.weights.rows).compactMap { i in
      let squares = embedding.weights[row: i].map { $0 * $0 }
      let sum = squares.reduce(0, +)
      return sum > 0.25 ? (squares.max() ?? 0) / sum : nil
    }
  }

  public func draw() -> [NamedFigure] {
    [
      NamedFigure(
        "privileged-basis",
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
        held: axes.0 < 0.5 && axes.1 > 0.75),
      Claim(
        "many neurons are dedicated to one feature",
        measured: "\(served) with neurons, \(linear.neurons) with linear units",
        held: served.count(.monosemantic) * 3 >= served.count
          && linear.neurons.count(.monosemantic) == 0),
    ]
  }

  private static func mean(_ embedding: some Embedding) -> Double {
    let shares = alignment(of: embedding)
    return Double(shares.reduce(0, +)) / Double(max(shares.count, 1))
  }
}
