internal import SuperposeJSON
internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// A hundred absolute values from forty neurons, at seven densities.
///
/// Source: Elhage et al. (2022), "Computation in Superposition"; figures 34 and 35.
public struct ComputationInSuperposition: Experiment {
  public static let name = "computation-in-superposition"
  public static let source = "Elhage et al. (2022), Computation in Superposition; figures 34, 35"
  public static let question = "Can neurons compute with features that are in superposition?"

  public var features = 100
  public var neurons = 40
  /// 1 − S, one model for each.
  public var densities: [Double] = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001]
  public var importance: Importance = .geometric(0.8)
  public var steps = 20_000
  /// Models for each density; the best is shown.
  public var restarts = 3
  /// Standard deviations of the initial weights, taken in turn: dense and middling features are
  /// learned far better from a small start, the sparsest ones from Xavier's.
  public var deviations = [0.02, 0.12]
  public var seed: UInt64 = 1

  public init() {}

  public var parameters: [Parameter] {
    [
      Parameter("features", .integer(features), from: "figure 34"),
      Parameter("neurons", .integer(neurons), from: "figure 34"),
      Parameter("densities", .array(densities.map { .number($0) }), from: "figure 34"),
      Parameter("importance", .string("\(importance)"), from: "figure 34"),
      Parameter("steps", .integer(steps), from: "ours"),
      Parameter("restarts", .integer(restarts), from: "ours"),
      Parameter(
        "deviations", .array(deviations.map { .number($0) }), from: "ours: 50 times lower losses"),
    ]
  }

  public var shortened: ComputationInSuperposition {
    var copy = self
    copy.steps = 500
    copy.restarts = 2
    return copy
  }

  public func run() throws -> ComputationInSuperpositionResult {
    var training = Training()
    training.steps = steps
    training.optimiser = .adamW(rate: 4e-3)
    training.schedule = .linear
    training.evaluationSamples = 1 << 14
    let models = (0..<restarts).map { restart in
      AbsoluteValueModel(
        hidden: neurons, importance: importance,
        initialWeights: .normal(deviation: deviations[restart % deviations.count]))
    }
    let runs = try densities.map { density in
      let sampler = SparseFeatures(count: features, density: density, magnitude: .signedUniform)
      return try train(models.map { ($0, sampler) }, seed: seed, training: training)
    }
    return ComputationInSuperpositionResult(experiment: self, models: runs.map(\.best))
  }
}

/// The best model of each density.
public struct ComputationInSuperpositionResult: ExperimentResult {
  public let experiment: ComputationInSuperposition
  public let models: [TrainedModel]

  /// The networks with every neuron's largest input weight ±1.
  public var networks: [Network] { models.map(\.network.withNeuronsScaled) }
  /// What the neurons of each model serve.
  public var neurons: [Neurons] { networks.map(\.neurons) }

  public func draw() -> [NamedFigure] {
    let panels = zip(experiment.densities, networks).map { density, network in
      ModelPanel(
        network, title: "1 − S = \(density.brief): \(network.neurons.count(.monosemantic)) mono")
    }
    var figures = [
      NamedFigure(
        "computation-stacks",
        .neuronStacks(
          panels, isAbsolute: true, isSorted: true, isHeightShared: false, columns: 2))
    ]
    if let closeUp { figures.append(NamedFigure("computation-close-up", closeUp)) }
    return figures
  }

  /// Where both kinds live together: the model with the most even mixture of the two.
  private var mixed: (density: Double, network: Network)? {
    zip(experiment.densities, networks).max { a, b in
      evenness(a.1.neurons) < evenness(b.1.neurons)
    }.map { ($0, $1) }
  }

  private func evenness(_ neurons: Neurons) -> Int {
    min(neurons.count(.monosemantic), neurons.count(.polysemantic))
  }

  /// Four neurons of each kind, by the importance of what they serve most.
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
    return Claims(
      [dense(counts), transition(counts), coexistence, importance, secondary].compactMap(\.self))
  }

  private func listed(_ counts: [Int]) -> String {
    zip(experiment.densities, counts).map { "\($0.brief): \($1)" }.joined(separator: ", ")
  }

  private func dense(_ counts: [Int]) -> Claim {
    let dense = zip(experiment.densities, counts).filter { $0.0 >= 0.3 }.map(\.1)
    return Claim(
      "with dense features (1 and 0.3) every neuron is monosemantic",
      measured: "\(dense.map(String.init).joined(separator: " and ")) of \(experiment.neurons)",
      held: dense.allSatisfy { Double($0) >= 0.9 * Double(experiment.neurons) })
  }

  private func transition(_ counts: [Int]) -> Claim {
    Claim(
      "the sparser the features, the fewer monosemantic neurons, down to none",
      measured: listed(counts),
      held: zip(counts, counts.dropFirst()).allSatisfy { $0 >= $1 } && counts.last == 0)
  }

  private var coexistence: Claim? {
    guard let mixed else { return nil }
    let neurons = mixed.network.neurons
    return Claim(
      "monosemantic and polysemantic neurons live in one model",
      measured: "\(neurons) at \(mixed.density.brief)", held: evenness(neurons) >= 3)
  }

  private var importance: Claim? {
    guard let mixed else { return nil }
    func mean(_ kind: Neuron.Kind) -> Double {
      let places = mixed.network.neurons.all(kind).compactMap { $0.primary?.feature }
      return Double(places.reduce(0, +) + places.count) / Double(places.count)
    }
    let mono = mean(.monosemantic)
    let poly = mean(.polysemantic)
    return Claim(
      "neurons of the most important features tend to stay monosemantic",
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
}
