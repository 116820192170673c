internal import Foundation
internal import SuperposePlot
internal import ToyFigures
internal import ToyLib

// MARK: - Directions

extension SchematicsResult {
  /// A plane with arrows; the axes are neurons where the basis is privileged.
  private func plane(
    _ angles: [Double], names: [String], title: Label, axes: (Label, Label)? = nil,
    more: [any Mark] = []
  ) -> Plot {
    let tips = angles.map { (x: cos($0 * .pi / 180), y: sin($0 * .pi / 180)) }
    var marks: [any Mark] = [
      Rule(x: 0, stroke: Color.faint, dash: axes == nil ? [3, 3] : []),
      Rule(y: 0, stroke: Color.faint, dash: axes == nil ? [3, 3] : []),
      Arrow(
        x: tips.map { _ in 0.0 }, y: tips.map { _ in 0.0 }, x2: tips.map(\.x), y2: tips.map(\.y),
        stroke: Color.blue, strokeWidth: 2),
      Text(
        x: tips.map { $0.x * 1.18 }, y: tips.map { $0.y * 1.18 }, text: names, fontSize: 11,
        hasHalo: true),
    ]
    if let axes {
      marks += [
        Text(
          x: [1.48], y: [-0.16], text: [axes.0.plainText], fill: Color.muted, fontSize: 10,
          side: .left, gap: 0),
        Text(
          x: [0.06], y: [1.4], text: [axes.1.plainText], fill: Color.muted, fontSize: 10,
          side: .right, gap: 2),
      ]
    }
    return Plot(marks: marks + more).x(domain: -1.5...1.5, hidden: true)
      .y(domain: -1.5...1.5, hidden: true).equalAspect().title(title).size(230, 254)
  }

  var bases: Figure {
    let panels = [
      plane(
        [20, 110, 245], names: ["A", "B", "C"], title: "no privileged basis"),
      plane(
        [0, 90], names: ["A", "B"], title: "privileged basis", axes: ("neuron 1", "neuron 2")),
    ]
    return Figure(
      Panels(panels).gap(30),
      caption: "Left: nothing tells one direction from another; features may lie anywhere. Right: an "
        + "activation function acts on each neuron, so that features gain by lying along the axes."
    ).named(
      "With and without a privileged basis",
      "Features in arbitrary directions, and features along the axes of two neurons.")
  }

  var interference: Figure {
    let projection: [any Mark] = [
      Link(
        x: 1.0, y: 0.0, x2: 0.095, y2: 0.294, stroke: Color.red, strokeWidth: 1.6),
      Text(
        x: [0.62], y: [0.26], text: ["interference"], fill: Color.red, fontSize: 10, hasHalo: true),
    ]
    let panels = [
      plane(
        [45], names: ["A"], title: "one neuron for two features", axes: ("neuron 1", "neuron 2"),
        more: [
          Arrow(x2: 0.72, y2: -0.7, stroke: Color.orange, strokeWidth: 2),
          Text(x: [0.85], y: [-0.82], text: ["B"]),
        ]),
      plane(
        [0, 72, 144, 216, 288], names: ["A", "B", "C", "D", "E"], title: "more features than axes",
        more: projection),
    ]
    return Figure(
      Panels(panels).gap(30),
      caption: "Left: both features light up neuron 1, which is polysemantic, yet they are orthogonal. "
        + "Right: five features in a plane cannot be orthogonal; A shows a little in the direction of B."
    ).named(
      "Polysemantic neurons and superposition",
      "Two orthogonal features over the same neurons; five features in a plane and their interference.")
  }
}

// MARK: - Networks

/// Nodes in rows, and links between neighbouring rows.
private struct Layers {
  /// The number of nodes of each row, starting at the bottom.
  var counts: [Int]
  /// From node, to node, in each gap between rows; colour by sign.
  var links: [[(from: Int, to: Int, weight: Double)]]
  var names: [[String]]

  private func place(_ node: Int, _ row: Int) -> (x: Double, y: Double) {
    ((Double(node) + 0.5) / Double(counts[row]), Double(row))
  }

  func plot(title: Label?, width: Double, height: Double = 230) -> Plot {
    let ends = links.enumerated().flatMap { row, links in
      links.map { (place($0.from, row), place($0.to, row + 1), $0.weight) }
    }
    let nodes = counts.indices.flatMap { row in
      (0..<counts[row]).map { (place($0, row), names[row][$0]) }
    }
    return Plot {
      Link(
        x: ends.map(\.0.x), y: ends.map(\.0.y), x2: ends.map(\.1.x), y2: ends.map(\.1.y),
        stroke: ends.map { $0.2 > 0 ? Color.red : Color.blue },
        strokeWidth: ends.map { 0.6 + 1.6 * abs($0.2) }, opacity: 0.75)
      Dot(
        x: nodes.map(\.0.x), y: nodes.map(\.0.y), radius: 11, fill: Color.paper, stroke: Color.ink)
      Text(x: nodes.map(\.0.x), y: nodes.map(\.0.y), text: nodes.map(\.1), fontSize: 10)
    }
    .x(domain: 0...1, hidden: true).y(domain: -0.2...Double(counts.count) - 0.8, hidden: true)
    .title(title).size(width, height)
  }
}

extension Panels {
  /// Graphs above the meaning of their colours.
  fileprivate var withSigns: Panels { Panels(rows: [[self], [Swatches.signs]]).gap(0, 2) }
}

extension SchematicsResult {
  private static func numbered(_ letter: String, _ count: Int) -> [String] {
    (1...count).map { "\(letter)_{\($0)}" }
  }

  var simulation: Figure {
    let large = Layers(
      counts: [6, 6], links: [(0..<6).map { ($0, $0, 1) }],
      names: [Self.numbered("x", 6), Self.numbered("f", 6)])
    let directions = (0..<6).map { 2 * Double.pi * Double($0) / 6 }
    let small = Layers(
      counts: [6, 2, 6],
      links: [
        directions.enumerated().flatMap { [($0, 0, cos($1)), ($0, 1, sin($1))] },
        directions.enumerated().flatMap { [(0, $0, cos($1)), (1, $0, sin($1))] },
      ],
      names: [Self.numbered("x", 6), Self.numbered("h", 2), Self.numbered("f", 6)])
    return Figure(
      Panels([
        large.plot(title: "imagined: one neuron for each feature", width: 300),
        small.plot(title: "observed: fewer neurons than features", width: 300),
      ]).gap(24).withSigns,
      caption: "Except for interference, the observed network behaves as the larger, sparse network would."
    ).named(
      "A small network that simulates a larger one",
      "Six features with a neuron each, and six features over two neurons.")
  }

  var setUp: Figure {
    let weights = (0..<5).map { 2 * Double.pi * Double($0) / 5 }
    let layers = Layers(
      counts: [5, 2, 5],
      links: [
        weights.enumerated().flatMap { [($0, 0, cos($1)), ($0, 1, sin($1))] },
        weights.enumerated().flatMap { [(0, $0, cos($1)), (1, $0, sin($1))] },
      ],
      names: [Self.numbered("x", 5), Self.numbered("h", 2), (1...5).map { "x′_{\($0)}" }])
    return Figure(
      Panels([layers.plot(title: nil, width: 380, height: 260)]).withSigns,
      caption: "h = W x, and x′ = ReLU(Wᵀh + b): the same weights on the way in and on the way out."
    ).named("The set-up", "Five features through two hidden dimensions and back.")
  }

  var absoluteValue: Figure {
    let layers = Layers(
      counts: [2, 4, 2],
      links: [
        [(0, 0, 1), (0, 1, -1), (1, 2, 1), (1, 3, -1)],
        [(0, 0, 1), (1, 0, 1), (2, 1, 1), (3, 1, 1)],
      ],
      names: [Self.numbered("x", 2), ["+", "−", "+", "−"], ["|x_{1}|", "|x_{2}|"]])
    return Figure(
      Panels([layers.plot(title: nil, width: 340, height: 260)]).withSigns,
      caption: "|x| = ReLU(x) + ReLU(−x): two neurons for each feature, if there is room."
    ).named("The absolute value by two neurons", "Each input through a positive and a negative neuron.")
  }

  /// One matrix as a heat map and as stacks.
  var stackPlot: Figure {
    let weights: Matrix = [[1, 0, 0], [0, 0.9, 0], [0, -0.5, 0.7], [0, 0, 0.6], [0, 0, -0.8]]
    let panel = ModelPanel(weights, title: "")
    return Figure(
      Panels([
        Figure.weightMatrices([panel]).content,
        Figure.neuronStacks([panel], color: .feature, columns: 1).content,
      ]).gap(30),
      caption: "The same weights twice. Each column of the matrix is a neuron; its stack has one piece for "
        + "each weight, as high as the weight is large, negative ones below the line."
    ).named("How to read a stack plot", "A matrix of weights, and the same as one stack for each neuron.")
  }
}
