internal import SuperposeJSON
internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// Ten features in five neurons, from dense to sparse: neurons go from one feature each to codes.
///
/// Source: Elhage et al. (2022), "Superposition in a Privileged Basis"; figures 29 and 30.
public struct NeuronRegimes: Experiment {
  public static let name = "neuron-regimes"
  public static let source =
    "Elhage et al. (2022), Superposition in a Privileged Basis; figures 29, 30"
  public static let question = "How do five neurons represent ten features?"

  public var features = 10
  public var neurons = 5
  /// 1 − S, one of each of the paper's regimes.
  public var densities: [Double] = [0.75, 0.35, 0.15, 0.11, 0.06, 0.02]
  public var importance: Importance = .geometric(0.75)
  public var steps = 6_000
  /// Models for each density; the one of lowest loss is shown.
  public var restarts = 1_000
  public var seed: UInt64 = 1

  public init() {}

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "figure 30"),
      Parameter("neurons", .integer(neurons), from: "figure 30"),
      Parameter(
        "densities", .array(densities.map { .number($0) }), from: "ours, one in each regime"),
      Parameter("importance", .string("\(importance)"), from: "figure 30"),
      Parameter("steps", .integer(steps), from: "ours"),
      Parameter("restarts", .integer(restarts), from: "figure 30"),
    ]
  }

  public var shortened: NeuronRegimes {
    var copy = self
    copy.steps = 600
    copy.restarts = 12
    return copy
  }

  public func run() throws -> NeuronRegimesResult {
    var training = Training()
    training.steps = steps
    training.batch = 512
    training.optimiser = .adamW(rate: 3e-3)
    training.schedule = .linear
    training.evaluationSamples = 1 << 17
    let model = ReLUHiddenModel(hidden: neurons, importance: importance)
    let regimes = try densities.map { density in
      let models = try model.train(
        on: SparseFeatures(count: features, density: density), instances: restarts, seed: seed,
        training: training)
      return NeuronRegimesResult.Regime(density: density, models: models)
    }
    return NeuronRegimesResult(experiment: self, regimes: regimes)
  }
}

/// The best model of each density, and what the other restarts came to.
public struct NeuronRegimesResult: ExperimentResult {
  public let experiment: NeuronRegimes
  public let regimes: [Regime]

  /// One density.
  public struct Regime: Sendable {
    public let density: Double
    /// The best model, its neurons in the order of what they serve: monosemantic ones first.
    public let network: Network
    /// Every restart's loss (mean over features), from the lowest.
    public let losses: [Double]
    /// How many restarts have how many monosemantic neurons.
    public let census: Census<Int>

    init(density: Double, models: TrainedModels) {
      self.density = density
      network = models.best.network.withNeuronsInOrder
      losses = models.ranked.map(\.loss)
      census = models.census { $0.neurons.count(.monosemantic) }
    }

    /// The share of restarts with as many monosemantic neurons as the best one, give or take one.
    public var likeness: Double {
      let best = network.neurons.count(.monosemantic)
      let alike = census.counts.filter { abs($0.name - best) <= 1 }.reduce(0) { $0 + $1.count }
      return Double(alike) / Double(max(census.total, 1))
    }

    /// The share of restarts within a tenth of the lowest loss.
    public var typicality: Double {
      guard let lowest = losses.first else { return 0 }
      return Double(losses.count { $0 <= 1.1 * lowest }) / Double(losses.count)
    }
  }

  public func draw() -> [NamedFigure] {
    let panels = regimes.map { regime in
      ModelPanel(
        regime.network,
        title: "1 − S = \(regime.density.brief): \(regime.network.neurons.count(.monosemantic)) mono")
    }
    return [
      NamedFigure("neuron-stacks", .neuronStacks(panels)),
      NamedFigure(
        "neuron-weights", .weightMatrices(panels, across: "neuron", reach: 1.5, columns: 3)),
    ]
  }
}

extension Network {
  /// The same network with its neurons in another order: monosemantic ones first, then by the first
  /// feature served. For tied networks.
  var withNeuronsInOrder: Network {
    func key(_ neuron: Neuron) -> (Int, Int, Int) {
      let first = neuron.features.map(\.feature).min() ?? .max
      return (neuron.kind == .monosemantic ? 0 : 1, first, neuron.index)
    }
    let order = neurons.sorted { key($0) < key($1) }.map(\.index)
    var copy = self
    copy.weights = Matrix(rows: features, columns: hidden) { weights[$0, order[$1]] }
    return copy
  }
}
