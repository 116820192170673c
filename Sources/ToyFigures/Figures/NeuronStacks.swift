public import SuperposePlot
internal import ToyLib

/// The meaning of the colours in a neuron stack plot.
public enum NeuronStackColor: Sendable, Hashable {
  /// Dark for a feature orthogonal to all others, yellow for one in full superposition.
  case superposition
  /// Yellow for the first feature, dark for the last.
  case feature
}

extension Figure {
  /// One stacked bar for each neuron, one piece for each feature, with the height of the weight;
  /// negative weights are below the line. Polysemantic neurons have a tinted background.
  ///
  /// `isAbsolute` stacks |w| upwards, as the paper does for the absolute-value model. `Neuron`
  /// defines which neurons are polysemantic. Pieces below 1/200 of a stack are left out.
  ///
  /// `neurons` selects some of them, in the given order. `isSorted` sorts neurons by their main
  /// feature. Heights are comparable between panels unless `isHeightShared` is false.
  public static func neuronStacks(
    _ panels: [ModelPanel], color: NeuronStackColor = .superposition, isAbsolute: Bool = false,
    isSorted: Bool = false, isHeightShared: Bool = true, neurons: [Int]? = nil, columns: Int = 3
  ) -> Figure {
    let stacks = panels.map {
      NeuronStack(
        $0, color: color, isAbsolute: isAbsolute, isSorted: isSorted, chosen: neurons)
    }
    let low = stacks.map(\.low).min() ?? 0
    let high = stacks.map(\.high).max() ?? 1
    let plots = stacks.map { stack in
      stack.plot(
        low: isHeightShared ? low : stack.low,
        high: isHeightShared ? max(high, low + 0.1) : max(stack.high, stack.low + 0.1))
    }
    let grid = Panels(plots, columns: max(1, min(columns, plots.count))).gap(20, 24)
    var figure = Figure(Panels(rows: [[grid], [key(to: color, panels)]]).gap(0, 12))
    figure.name = "Neuron stacks"
    figure.summary =
      "Weights of each neuron as a stacked bar. "
      + zip(panels, stacks).map { panel, stack in
        "\(panel.title.plainText): \(stack.monosemanticCount) of \(stack.order.count) "
          + "neurons monosemantic"
      }.joined(separator: "; ") + "."
    return figure.showing(panels.map(\.origin), by: "Figure.neuronStacks")
  }

  /// A colour bar; a few features have swatches.
  private static func key(to color: NeuronStackColor, _ panels: [ModelPanel]) -> any Drawing {
    let counts = Set(panels.map(\.weights.rows))
    switch color {
    case .superposition:
      return ColorKey(
        .viridis, domain: 0...1, label: "superposition of the feature",
        ticks: [LabelledTick(0, "none"), LabelledTick(1, "full")])
    case .feature:
      guard let count = counts.first, counts.count == 1, count <= 6 else {
        return ColorKey(
          .viridis, domain: 0...1, label: "feature",
          ticks: [LabelledTick(0, "last"), LabelledTick(1, "first")])
      }
      return Swatches(
        (0..<count).map { $0 == 0 ? "feature 1" : "\($0 + 1)" },
        colors: NeuronStack.shades(ofFeatures: count).map(Palette.viridis.color(at:)))
    }
  }
}

/// The pieces of one stack plot.
struct NeuronStack {
  struct Piece {
    let neuron: Double
    let from: Double
    let to: Double
    let shade: Double
  }

  let title: Label
  let subtitle: Label?
  let pieces: [Piece]
  /// The positions of the neurons.
  let order: [Int]
  let polysemantic: [Int]
  let monosemanticCount: Int
  var low: Double { pieces.map { min($0.from, $0.to) }.min() ?? 0 }
  var high: Double { pieces.map { max($0.from, $0.to) }.max() ?? 1 }

  init(
    _ panel: ModelPanel, color: NeuronStackColor, isAbsolute: Bool, isSorted: Bool,
    chosen: [Int]? = nil
  ) {
    let weights = panel.weights
    let chosen = (chosen ?? Array(0..<weights.columns)).filter((0..<weights.columns).contains)
    let order = isSorted ? Self.byLargestFeature(weights).filter(chosen.contains) : chosen
    title = panel.title
    subtitle = panel.subtitle
    self.order = order
    let shades: [Double]
    switch color {
    case .superposition: shades = weights.superposition.map { min(Double($0), 1) }
    case .feature:
      shades = Self.shades(ofFeatures: weights.rows)
    }
    pieces = order.enumerated().flatMap { place, neuron in
      Self.stack(weights, neuron: neuron, at: place, shades: shades, isAbsolute: isAbsolute)
    }
    let kinds = weights.neurons
    polysemantic = order.indices.filter { kinds[order[$0]].kind == .polysemantic }
    monosemanticCount = order.count { kinds[$0].kind == .monosemantic }
  }

  /// 1 for the first, 0 for the last.
  static func shades(ofFeatures count: Int) -> [Double] {
    (0..<count).map { 1 - Double($0) / Double(max(count - 1, 1)) }
  }

  private static func stack(
    _ weights: Matrix, neuron: Int, at place: Int, shades: [Double], isAbsolute: Bool
  ) -> [Piece] {
    let total = (0..<weights.rows).map { abs(Double(weights[$0, neuron])) }.reduce(0, +)
    var up = 0.0
    var down = 0.0
    return (0..<weights.rows).compactMap { feature in
      let raw = Double(weights[feature, neuron])
      let value = isAbsolute ? abs(raw) : raw
      guard value.isFinite, abs(value) > total / 200 else { return nil }
      let from = value > 0 ? up : down
      if value > 0 { up += value } else { down += value }
      return Piece(neuron: Double(place), from: from, to: from + value, shade: shades[feature])
    }
  }

  /// Neurons sorted by their main feature.
  static func byLargestFeature(_ weights: Matrix) -> [Int] {
    func favourite(_ neuron: Int) -> Int {
      (0..<weights.rows).max { abs(weights[$0, neuron]) < abs(weights[$1, neuron]) } ?? 0
    }
    return (0..<weights.columns).sorted { (favourite($0), $0) < (favourite($1), $1) }
  }

  func plot(low: Double, high: Double) -> Plot {
    let neurons = order.count
    let tinted = polysemantic.map(Double.init)
    return Plot {
      if !tinted.isEmpty {
        Box(
          x: tinted.map { $0 - 0.5 }, x2: tinted.map { $0 + 0.5 },
          fill: Color(light: 0xF3EEE4, dark: 0x262320))
      }
      Bar(
        x: pieces.map(\.neuron), y: pieces.map(\.to), base: pieces.map(\.from),
        fill: pieces.map(\.shade), stroke: Color.paper, strokeWidth: neurons > 15 ? 0.3 : 0.8)
      Rule(y: 0, stroke: Color.muted)
    }
    .x(
      domain: -0.5...Double(max(neurons, 1)) - 0.5, label: "neuron", ticks: ticks, line: false
    )
    .y(domain: low * 1.06...high * 1.06, hidden: true)
    .color(.viridis, domain: 0...1, legend: .none)
    .title(title.isEmpty ? nil : title, subtitle: subtitle).size(neurons > 15 ? 300 : 210, 190)
  }

  private var ticks: Ticks {
    guard order.count <= 12 else { return .none }
    return .labelled(
      order.enumerated().map { LabelledTick(Double($0.offset), Label("\($0.element + 1)")) })
  }
}
