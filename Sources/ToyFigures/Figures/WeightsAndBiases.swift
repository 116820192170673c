public import SuperposePlot
internal import ToyLib

extension Figure {
  /// WᵀW and b of each model as heat maps, and beside them one bar for each feature: its length
  /// is ‖W_i‖ with a line at 1, its colour the superposition Σ_{j≠i} (Ŵ_i · W_j)².
  ///
  /// Blue is −1, red +1; bar colours go from dark (0, orthogonal to all others) to yellow (1 and
  /// more). The most important feature is at the top. Panels without a bias have no strip for it.
  public static func weightsAndBiases(_ panels: [ModelPanel], columns: Int = 4) -> Figure {
    let longest = Double(panels.flatMap(\.weights.norms).filter(\.isFinite).max() ?? 1)
    // A single panel is as wide as the two keys below it; otherwise its squares would be stretched.
    let side = panels.count == 1 ? 320.0 : 150
    let cells = panels.map { WeightPlots.panel($0, longest: max(longest, 1), side: side) }
    let grid = Panels(cells, columns: max(1, min(columns, cells.count))).gap(26, 22)
    let keys = Panels([
      ColorKey(
        .redBlue, domain: -1...1, label: panels.contains { $0.bias != nil } ? "WᵀW, b" : "WᵀW",
        ticks: WeightPlots.ends(panels)),
      ColorKey(
        .viridis, domain: 0...1, label: "superposition ∑_{j≠i} (Ŵ_{i}·W_{j})^{2}",
        ticks: [LabelledTick(0, "0"), LabelledTick(0.5, "0.5"), LabelledTick(1, "≥ 1")]),
    ])
    var figure = Figure(Panels(rows: [[grid], [keys]]).gap(0, 14))
    figure.name = "Weights, biases and norms"
    figure.summary =
      "For each model: WᵀW and bias as heat maps; bars of feature norms coloured by superposition. "
      + panels.map { panel in
        panel.sentence("\(panel.weights.representedFeatures()) features represented")
      }.joined(separator: "; ") + "."
    return figure.showing(panels.map(\.origin), by: "Figure.weightsAndBiases")
  }
}

/// Heat maps and bars that share their rows.
enum WeightPlots {
  /// `side` is the side of the heat map, in pixels.
  static func panel(_ panel: ModelPanel, longest: Double, side: Double) -> any Drawing {
    // The title stands above a square.
    let height = side + 25.6
    let heat = heatMap(panel.weights.everyRow(panel.stride).gram)
      .title(panel.title.isEmpty ? nil : panel.title).size(side, height)
    var row: [any Drawing] = [heat]
    var widths = [side]
    if let bias = panel.bias {
      row.append(strip(bias.every(panel.stride)).title("b").size(9, height))
      widths.append(9)
    }
    row.append(normBars(panel, longest: longest).title("‖W_{i}‖").size(54, height))
    widths.append(54)
    return Proportional(Panels(row, widths: widths).gap(7))
  }

  /// The ends of the colours of weights and biases, which say whether larger ones have the same.
  static func ends(_ panels: [ModelPanel]) -> [LabelledTick] {
    let values = panels.flatMap { $0.weights.gram.elements + ($0.bias ?? []) }.filter(\.isFinite)
    let low = values.contains { $0 < -1.000_001 }
    let high = values.contains { $0 > 1.000_001 }
    return [
      LabelledTick(-1, low ? "≤ −1" : "−1"), LabelledTick(0, "0"), LabelledTick(1, high ? "≥ 1" : "1"),
    ]
  }

  /// A square matrix with row 0 at the top, blue −1 to red +1.
  static func heatMap(_ matrix: Matrix) -> Plot {
    Plot(
      marks: [Raster(matrix), Box(fill: nil, stroke: Color.faint, strokeWidth: 0.75)] + minusSigns(matrix)
    )
    .x(domain: -0.5...Double(max(matrix.columns, 1)) - 0.5, hidden: true)
    .y(domain: -0.5...Double(max(matrix.rows, 1)) - 0.5, reversed: true, hidden: true)
    .color(.redBlue, domain: -1...1, legend: .none)
  }

  /// A dash in each clearly negative cell: printed in grey, dark blue and dark red are the same. Small
  /// cells have none.
  private static func minusSigns(_ matrix: Matrix) -> [any Mark] {
    guard matrix.rows <= 12 else { return [] }
    let cells = (0..<matrix.rows).flatMap { row in
      (0..<matrix.columns).map { (x: Double($0), y: Double(row), value: Double(matrix[row, $0])) }
    }.filter { $0.value < -0.25 }
    let inks = cells.map { Palette.redBlue.color(at: ($0.value + 1) / 2).legibleInk }
    return [
      Link(
        x: cells.map { $0.x - 0.2 }, y: cells.map(\.y), x2: cells.map { $0.x + 0.2 }, y2: cells.map(\.y),
        stroke: inks, strokeWidth: 1)
    ]
  }

  /// One column of cells.
  static func strip(_ values: [Float]) -> Plot {
    heatMap(Matrix(rows: values.count, columns: 1, elements: values))
  }

  private static func normBars(_ panel: ModelPanel, longest: Double) -> Plot {
    let norms = panel.weights.norms.every(panel.stride).map(Double.init)
    let superposition = panel.weights.superposition.every(panel.stride).map(Double.init)
    return Plot {
      Bar(y: Array(norms.indices), length: norms, fill: superposition, thickness: 0.86)
      Rule(x: 0, stroke: Color.muted)
      Rule(x: 1, stroke: Color.faint)
    }
    .x(domain: 0...longest, hidden: true)
    .y(domain: -0.5...Double(max(norms.count, 1)) - 0.5, reversed: true, hidden: true)
    .color(.viridis, domain: 0...1, legend: .none)
  }
}

extension Array {
  /// The first element and every `step`-th after it.
  fileprivate func every(_ step: Int) -> [Element] {
    step > 1 ? stride(from: 0, to: count, by: step).map { self[$0] } : self
  }
}

extension Matrix {
  /// The first row and every `step`-th after it.
  fileprivate func everyRow(_ step: Int) -> Matrix {
    step > 1 ? Matrix((0..<rows).map { self[row: $0] }.every(step)) : self
  }
}
