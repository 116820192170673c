internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The best model of each density, and the losses of the other restarts.
public struct NeuronRegimesResult: ExperimentResult {
  public let experiment: NeuronRegimes
  public let regimes: [Regime]

  /// One density.
  public struct Regime: Sendable {
    public let density: Double
    /// The best model, with its neurons sorted: monosemantic ones first.
    public let network: Network
    /// The best model as it was trained.
    let compared: ComparedModel
    /// Every restart's loss (mean over features), from the lowest.
    public let losses: [Double]
    /// The number of restarts for each number of monosemantic neurons.
    public let census: Census<Int>

    /// The best model's loss beside those of networks made by hand.
    public let baselines: Baselines

    init(density: Double, models: TrainedModels) throws {
      self.density = density
      network = models.best.network.withNeuronsInOrder
      compared = ComparedModel("1 − S = \(density.brief)", models.best)
      baselines = Baselines([try compared.comparison(seed: models.best.seed)])
      losses = models.ranked.map(\.loss)
      census = models.census { $0.neurons.count(.monosemantic) }
    }

    /// The fraction of restarts whose number of monosemantic neurons differs from the best one's by
    /// at most one.
    public var likeness: Double {
      let best = network.neurons.count(.monosemantic)
      let alike = census.counts.filter { abs($0.name - best) <= 1 }.reduce(0) { $0 + $1.count }
      return Double(alike) / Double(max(census.total, 1))
    }

    /// The fraction of restarts within a tenth of the lowest loss.
    public var typicality: Double {
      guard let lowest = losses.first else { return 0 }
      return Double(losses.count { $0 <= 1.1 * lowest }) / Double(losses.count)
    }
  }

  public var compared: [ComparedModel] { regimes.map(\.compared) }

  public func draw() -> [NamedFigure] {
    let panels = regimes.map { ModelPanel(countingNeuronsOf: $0.network, density: $0.density) }
    return [
      NamedFigure("neuron-stacks", .neuronStacks(panels)),
      NamedFigure(
        "neuron-weights", .weightMatrices(panels, across: "neuron", reach: 1.5, columns: 3)),
    ]
  }
}

extension ModelPanel {
  /// A panel that says how many neurons are monosemantic.
  init(countingNeuronsOf network: Network, density: Double) {
    self.init(network, title: "1 − S = \(density.brief)")
    let count = network.neurons.count(.monosemantic)
    subtitle = "\(count) of \(network.hidden) monosemantic"
  }
}

extension Network {
  /// The same network with sorted neurons: monosemantic ones first, then by their first feature.
  /// For tied networks.
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
