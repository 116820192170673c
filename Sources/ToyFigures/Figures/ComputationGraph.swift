public import SuperposePlot
public import ToyLib

extension Figure {
  /// Neurons as nodes between inputs and outputs, weights as lines: red positive, blue negative,
  /// with widths that show their size. This is the paper's drawing of the absolute-value model and
  /// of its asymmetric superposition motif.
  ///
  /// Both matrices have shape [features, neurons]. Each neuron is scaled so that its largest input
  /// weight is 1. You can choose features and neurons; otherwise neurons are sorted by their main
  /// feature. Widths are comparable within a layer; weights below 1/25 of the layer's largest are
  /// left out.
  public static func computationGraph(
    input: Matrix, output: Matrix, features: [Int]? = nil, neurons: [Int]? = nil,
    title: Label? = nil
  ) -> Figure {
    guard input.rows == output.rows, input.columns == output.columns else {
      return .refusing(
        "computationGraph has input weights of \(input.rows) × \(input.columns) and output "
          + "weights of \(output.rows) × \(output.columns); both need the same shape.")
    }
    let features = (features ?? Array(0..<input.rows)).filter((0..<input.rows).contains)
    let neurons = (neurons ?? NeuronStack.byLargestFeature(input))
      .filter((0..<input.columns).contains)
    let graph = NeuronGraph(input: input, output: output, features: features, neurons: neurons)
    var figure = Figure(graph.drawing, title: title)
    figure.name = "Computation graph"
    figure.summary =
      "Weights from \(features.count) inputs through \(neurons.count) neurons to their outputs."
    return figure
  }

  /// The asymmetric superposition motif as the paper draws it: two features share a neuron with
  /// unequal weights, and a second neuron inhibits the output with the larger interference.
  ///
  /// `input` and `output` have shape [features, neurons]; by default the paper's own numbers:
  /// input weights 2 and −1/2, output weights 1/2 and 2.
  public static func asymmetricMotif(
    input: Matrix = [[2, 0], [-0.5, 1]], output: Matrix = [[0.5, 0], [2, -4]]
  ) -> Figure {
    let graph = NeuronGraph(
      input: input, output: output, features: Array(0..<input.rows),
      neurons: Array(0..<input.columns), scaling: .asGiven, writesWeights: true)
    var figure = Figure(graph.drawing)
    figure.name = "Asymmetric superposition motif"
    figure.summary = "Two features share one neuron with unequal weights; a second one inhibits."
    return figure
  }
}

extension Figure {
  /// A motif found in a network, drawn as in the paper: the two features, the neuron that they
  /// share, and the inhibiting neuron. Each neuron is scaled so that its largest input and output
  /// weights are equal, as in the paper's numbers.
  public static func asymmetricMotif(_ motif: AsymmetricMotif, in network: Network) -> Figure {
    let graph = NeuronGraph(
      input: network.weights, output: network.outputWeights,
      features: [motif.aggressor, motif.victim], neurons: [motif.shared, motif.inhibitor],
      scaling: .balanced, writesWeights: true)
    var figure = Figure(graph.drawing)
    figure.name = "Asymmetric superposition motif"
    figure.summary =
      "Features \(motif.aggressor + 1) and \(motif.victim + 1) share neuron \(motif.shared + 1); "
      + "neuron \(motif.inhibitor + 1) inhibits."
    return figure
  }
}

extension Swatches {
  /// The colours of weights in graphs.
  package static let signs = Swatches(["positive weight", "negative weight"], colors: [.red, .blue])
}

/// Three rows of nodes and the weights between them.
struct NeuronGraph {
  struct Edge {
    let from: Point
    let to: Point
    let weight: Double
    /// The absolute weight divided by the largest in its layer.
    var share = 0.0

    /// 0 from inputs to neurons, 1 from neurons to outputs.
    var layer: Double { from.y }
  }

  /// How neurons are scaled. Dividing a ReLU neuron's input weights and multiplying its output
  /// weights by the same number changes nothing.
  enum Scaling {
    case asGiven
    /// The largest input weight is 1.
    case unitInput
    /// The largest input and the largest output weight are equal.
    case balanced

    /// The divisor of the neuron's input weights.
    func scale(input: [Double], output: [Double]) -> Double {
      let largestInput = input.map(abs).max() ?? 0
      let largestOutput = output.map(abs).max() ?? 0
      guard largestInput > 0 else { return 1 }
      switch self {
      case .asGiven: return 1
      case .unitInput: return largestInput
      case .balanced:
        return largestOutput > 0 ? (largestInput / largestOutput).squareRoot() : largestInput
      }
    }
  }

  let features: [Int]
  let neurons: [Int]
  let edges: [Edge]
  let writesWeights: Bool

  init(
    input: Matrix, output: Matrix, features: [Int], neurons: [Int], scaling: Scaling = .unitInput,
    writesWeights: Bool = false
  ) {
    self.features = features
    self.neurons = neurons
    self.writesWeights = writesWeights
    var edges: [Edge] = []
    for (place, neuron) in neurons.enumerated() {
      let scale = scaling.scale(
        input: features.map { Double(input[$0, neuron]) },
        output: features.map { Double(output[$0, neuron]) })
      let middle = Point(Self.across(place, of: neurons.count), 1)
      for (column, feature) in features.enumerated() {
        let x = Self.across(column, of: features.count)
        edges.append(
          Edge(
            from: Point(x, 0), to: middle, weight: Double(input[feature, neuron]) / scale))
        edges.append(
          Edge(
            from: middle, to: Point(x, 2), weight: Double(output[feature, neuron]) * scale))
      }
    }
    for i in edges.indices {
      let layer = edges.filter { $0.layer == edges[i].layer }
      let strongest = layer.map { abs($0.weight) }.filter(\.isFinite).max() ?? 0
      edges[i].share = strongest > 0 ? abs(edges[i].weight) / strongest : 0
    }
    self.edges = edges.filter { $0.share > 0.04 }
  }

  /// Node positions are evenly spaced between 0 and 1.
  private static func across(_ index: Int, of count: Int) -> Double {
    (Double(index) + 0.5) / Double(max(count, 1))
  }

  /// The graph above the meaning of its colours.
  var drawing: Panels { Panels(rows: [[plot], [Swatches.signs]]).gap(0, 2) }

  private var plot: Plot {
    let widths = edges.map { 0.6 + 3.2 * $0.share }
    let ends = features.indices.map { Self.across($0, of: features.count) }
    let middles = neurons.indices.map { Self.across($0, of: neurons.count) }
    let names = features.map { "\($0 + 1)" }
    let width = Double(max(features.count, neurons.count)) * (writesWeights ? 130 : 62) + 60
    return Plot {
      Link(
        x: edges.map(\.from.x), y: edges.map(\.from.y), x2: edges.map(\.to.x),
        y2: edges.map(\.to.y), stroke: edges.map { $0.weight > 0 ? Color.red : Color.blue },
        strokeWidth: widths, opacity: 0.85)
      Dot(
        x: ends + ends, y: ends.map { _ in 0.0 } + ends.map { _ in 2.0 }, radius: 13,
        fill: Color.paper, stroke: Color.ink, strokeWidth: 1.4)
      Dot(
        x: middles, y: middles.map { _ in 1.0 }, radius: 14, fill: Color.grid, stroke: Color.ink,
        strokeWidth: 1.4, symbol: .circle)
      Text(x: ends, y: ends.map { _ in 0.0 }, text: names.map { "x_{\($0)}" })
      Text(x: ends, y: ends.map { _ in 2.0 }, text: names.map { "y_{\($0)}" })
      Text(
        x: middles, y: middles.map { _ in 1.0 }, text: middles.map { _ in "ReLU" }, fontSize: 8.5)
      if writesWeights { weightWords }
    }
    .x(domain: 0...1, hidden: true)
    .y(domain: -0.25...2.25, hidden: true)
    .size(width, 300)
  }

  private var weightWords: Text {
    // A third of the way along, so that labels of crossing lines do not overlap.
    Text(
      x: edges.map { $0.from.x + ($0.to.x - $0.from.x) * 0.36 },
      y: edges.map { $0.from.y + ($0.to.y - $0.from.y) * 0.36 },
      text: edges.map { Label(number: $0.weight, digits: 2).plainText }, fontSize: 11, isBold: true,
      hasHalo: true)
  }
}
