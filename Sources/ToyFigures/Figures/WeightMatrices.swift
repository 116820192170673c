public import SuperposePlot
internal import ToyLib

extension Figure {
  /// W of each model as a heat map with one row for each feature and one column for each hidden
  /// dimension, blue negative and red positive. It shows whether features use single neurons.
  /// `across` is the label of the columns, `reach` the weight of the strongest colour. Default: the
  /// largest weight.
  public static func weightMatrices(
    _ panels: [ModelPanel], across: Label = "hidden dimension", reach: Double? = nil,
    columns: Int = 4
  ) -> Figure {
    let strongest =
      panels.flatMap(\.weights.elements).filter(\.isFinite).map { abs(Double($0)) }
      .max() ?? 1
    let reach = reach ?? (strongest > 0 ? strongest : 1)
    let plots = panels.map { panel -> Plot in
      Plot(marks: [Raster(panel.weights, gap: 0.8)])
        .x(label: across, ticks: .none, line: false)
        .y(label: "feature", ticks: .none, reversed: true, line: false)
        .color(.redBlue, domain: -reach...reach, legend: .none).equalAspect()
        .title(panel.title.isEmpty ? nil : panel.title, subtitle: panel.subtitle).size(190, 240)
    }
    let grid = Panels(plots, columns: max(1, min(columns, plots.count))).gap(24)
    let key = ColorKey(.redBlue, domain: -reach...reach, label: "weight")
    var figure = Figure(Panels(rows: [[grid], [key]]).gap(0, 8))
    figure.name = "Weights"
    figure.summary =
      "Weights of each model as a heat map, features down and hidden dimensions across: "
      + panels.map { "\($0.title.plainText) \($0.weights.rows) × \($0.weights.columns)" }
      .joined(separator: "; ") + "."
    return figure.showing(panels.map(\.origin), by: "Figure.weightMatrices")
  }
}
