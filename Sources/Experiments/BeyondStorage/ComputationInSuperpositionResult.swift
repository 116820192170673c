internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The best model of each density.
public struct ComputationInSuperpositionResult: ExperimentResult {
  public let experiment: ComputationInSuperposition
  public let models: [TrainedModel]
  /// Whether the best model of each density started from a network without superposition.
  public let isConstructed: [Bool]
  /// Each model's loss beside those of networks made by hand.
  public let baselines: Baselines

  /// All models of each density; the last one started from a network without superposition.
  init(experiment: ComputationInSuperposition, runs: [[TrainedModel]]) throws {
    self.experiment = experiment
    let best = runs.map { run in
      run.indices.min { order(run[$0].loss) < order(run[$1].loss) } ?? 0
    }
    models = zip(runs, best).map { $0[$1] }
    isConstructed = zip(runs, best).map { $1 == $0.count - 1 }
    baselines = Baselines(
      try Self.compared(experiment, models).map { try $0.comparison(seed: experiment.seed) })
  }

  public var compared: [ComparedModel] { Self.compared(experiment, models) }

  private static func compared(
    _ experiment: ComputationInSuperposition, _ models: [TrainedModel]
  ) -> [ComparedModel] {
    zip(experiment.densities, models).map { ComparedModel("1 − S = \($0.brief)", $1) }
  }

  /// The networks with every neuron's largest input weight ±1.
  public var networks: [Network] { models.map(\.network.withNeuronsScaled) }
  /// The neurons of each model and their features.
  public var neurons: [Neurons] { networks.map(\.neurons) }

  public func draw() -> [NamedFigure] {
    let panels = zip(experiment.densities, networks).map { ModelPanel(countingNeuronsOf: $1, density: $0) }
    var figures = [
      NamedFigure(
        "computation-stacks",
        .neuronStacks(
          panels, isAbsolute: true, isSorted: true, isHeightShared: false, columns: 2))
    ]
    if let closeUp { figures.append(NamedFigure("computation-close-up", closeUp)) }
    return figures
  }

  /// The model with the most even mixture of both kinds of neurons.
  private var mixed: (density: Double, network: Network)? {
    zip(experiment.densities, networks).max { a, b in
      evenness(a.1.neurons) < evenness(b.1.neurons)
    }.map { ($0, $1) }
  }

  private func evenness(_ neurons: Neurons) -> Int {
    min(neurons.count(.monosemantic), neurons.count(.polysemantic))
  }

  /// Four neurons of each kind, by the importance of their main feature.
  private var closeUp: Figure? {
    guard let mixed else { return nil }
    func chosen(_ kind: Neuron.Kind) -> [Int] {
      mixed.network.neurons.all(kind).sorted {
        ($0.primary?.feature ?? .max, $0.index) < ($1.primary?.feature ?? .max, $1.index)
      }.prefix(4).map(\.index)
    }
    return .neuronStacks(
      [ModelPanel(mixed.network, title: "1 − S = \(mixed.density.brief)")], isAbsolute: true,
      neurons: chosen(.monosemantic) + chosen(.polysemantic))
  }

  public var claims: Claims {
    let counts = neurons.map { $0.count(.monosemantic) }
    return [
      dense(counts).requiring(dense), transition(counts).requiring(baselines),
      coexistence.requiring(mixedBaselines), importance.requiring(mixedBaselines),
      secondary.requiring(baselines),
    ]
  }

  private var dense: Baselines {
    Baselines(zip(experiment.densities, baselines).filter { $0.0 >= 0.3 }.map(\.1))
  }

  private var mixedBaselines: Baselines {
    Baselines(
      zip(experiment.densities, baselines).filter { $0.0 == mixed?.density }.map(\.1))
  }

  private func listed(_ counts: [Int]) -> String {
    zip(experiment.densities, counts).map { "\($0.brief): \($1)" }.joined(separator: ", ")
  }

  private func dense(_ counts: [Int]) -> Claim {
    let statement = "with dense features (1 and 0.3) every neuron is monosemantic"
    let dense = zip(experiment.densities, counts).filter { $0.0 >= 0.3 }.map(\.1)
    guard !dense.isEmpty else {
      return .notAsked(statement, needs: "a density of at least 0.3")
    }
    return Claim(
      statement,
      measured: "\(dense.map(String.init).joined(separator: " and ")) of \(experiment.neurons)",
      held: dense.allSatisfy { Double($0) >= 0.9 * Double(experiment.neurons) })
  }

  private func transition(_ counts: [Int]) -> Claim {
    Claim(
      "the sparser the features, the fewer monosemantic neurons, down to none",
      measured: listed(counts),
      held: zip(counts, counts.dropFirst()).allSatisfy { $0 >= $1 } && counts.last == 0,
      remark: started)
  }

  private var coexistence: Claim {
    let statement =
      "monosemantic and polysemantic neurons live in one model"
    guard let mixed else {
      return .notAsked(statement, needs: "a density")
    }
    let neurons = mixed.network.neurons
    return Claim(
      statement,
      measured: "\(neurons) at \(mixed.density.brief)", held: evenness(neurons) >= 3)
  }

  private var importance: Claim {
    let statement =
      "neurons of the most important features tend to stay monosemantic"
    guard let mixed else {
      return .notAsked(statement, needs: "a density")
    }
    func mean(_ kind: Neuron.Kind) -> Double {
      let places = mixed.network.neurons.all(kind).compactMap { $0.primary?.feature }
      return Double(places.reduce(0, +) + places.count) / Double(places.count)
    }
    let mono = mean(.monosemantic)
    let poly = mean(.polysemantic)
    return Claim(
      statement,
      measured: "the mean rank of the feature served most is \(mono.brief(3)) for monosemantic and "
        + "\(poly.brief(3)) for polysemantic neurons",
      held: mono < poly)
  }

  private var secondary: Claim {
    let poly = neurons.flatMap { $0.all(.polysemantic) }
    let led = poly.count { neuron in
      neuron.features.count > 1
        && abs(neuron.features[0].weight) > 2 * abs(neuron.features[1].weight)
    }
    return Claim(
      "many polysemantic neurons have one large weight and several small ones",
      measured: "in \(led) of \(poly.count) the largest is over twice the second",
      held: Double(led) > 0.25 * Double(poly.count))
  }

  private var started: String {
    let places = zip(experiment.densities, isConstructed).filter(\.1).map { $0.0.brief }
    return places.isEmpty
      ? "the best models all started from random weights"
      : "at \(places.joined(separator: ", ")) the best model started from a network without "
        + "superposition, elsewhere from random weights"
  }
}

/// Losses that are not finite come last.
private func order(_ loss: Double) -> Double { loss.isFinite ? loss : .infinity }
