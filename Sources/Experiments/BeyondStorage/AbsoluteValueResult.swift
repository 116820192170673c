internal import SuperposePlot
internal import ToyFigures
public import ToyLib

/// The trained models, and the best one with its neurons scaled for display.
public struct AbsoluteValueResult: ExperimentResult {
  public let experiment: AbsoluteValue
  public let models: TrainedModels

  /// The best model; every neuron's largest input weight is ±1.
  public var network: Network { models.best.network.withNeuronsScaled }
  /// The circuit of each absolute value.
  public var circuits: AbsoluteValueCircuits {
    get throws { try AbsoluteValueCircuits(network) }
  }

  public var compared: [ComparedModel] { [ComparedModel("the best model", models.best)] }

  public func draw() -> [NamedFigure] {
    let network = network
    return [
      NamedFigure(
        "absolute-value-graph",
        .computationGraph(input: network.weights, output: network.outputWeights)),
      NamedFigure(
        "absolute-value-matrices",
        .weightMatrices(
          [
            ModelPanel(network.weights, title: "W_{1}"),
            ModelPanel(network.outputWeights, title: "W_{2}"),
          ], across: "neuron")),
      NamedFigure(
        "absolute-value-stacks",
        .neuronStacks(
          [ModelPanel(network.weights, title: "W_{1}")], color: .feature, isSorted: true)),
    ]
  }

  public var claims: Claims {
    let network = network
    let neurons = network.neurons
    let isPaired = (0..<network.features).allSatisfy { i in
      Set(neurons.compactMap(\.primary).filter { $0.feature == i }.map { $0.weight > 0 }).count == 2
    }
    // The output weight of a neuron for its feature, which should be 1.
    let own = neurons.compactMap { neuron in
      neuron.primary.map { network.outputWeights[$0.feature, neuron.index] }
    }
    let error = own.map { abs($0 - 1) }.max() ?? .infinity
    let good = models.count { $0.loss < 1e-4 }
    return [
      Claim(
        "each feature has a neuron for when it is positive and one for when it is negative",
        measured: "\(neurons), \(isPaired ? "one of each sign" : "not one of each sign") a feature",
        held: isPaired && neurons.count(.monosemantic) == 2 * network.features),
      Claim(
        "the output adds the two up",
        measured: "output weights within \(Double(error).brief(2)) of 1, biases within "
          + "\(Double(network.bias.map { abs($0) }.max() ?? .nan).brief(2)) of 0",
        held: error < 0.05,
        remark: "\(good) of \(models.count) models learn it (loss below 1e-4)"),
    ]
  }
}
