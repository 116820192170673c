internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The best model of each density.
public struct ComputationInSuperpositionResult: ExperimentResult {
  public let experiment: ComputationInSuperposition
  public let models: [TrainedModel]
  /// Each model's loss compared with those of untrained solutions.
  public let baselines: Baselines

  /// The networks with every neuron's largest input weight ±1.
  public var networks: [Network] { models.map(\.network.withNeuronsScaled) }
  /// The neurons of each model and their features.
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
    return [dense(counts), transition(counts), coexistence, importance, secondary, competitive]
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
      remark: baselines.lost.isEmpty
        ? nil
        : "some models lose to a network without superposition: "
          + baselines.lost.map { "\($0.data) by \($0.ratio.brief(2)) times" }.joined(separator: ", "))
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

  private var competitive: Claim {
    Claim(
      "no model loses to a network without superposition: two neurons for each of the most important "
        + "features, the mean for all others",
      measured: "loss relative to the best baseline: "
        + baselines.map { "\($0.data): \($0.ratio.brief(2))" }.joined(separator: ", "),
      held: baselines.lost.isEmpty, remark: "our test; within 5 % counts as equal")
  }
}
