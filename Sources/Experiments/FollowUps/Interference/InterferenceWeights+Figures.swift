internal import Foundation
internal import SuperposePlot
internal import ToyLib

extension InterferenceWeightsResult {
  public func draw() -> [NamedFigure] {
    [NamedFigure("interference-weights", weights), NamedFigure("interference-definitions", definitions)]
  }

  private static let names = ["no link", "excites", "inhibits"]
  private static let colors: [Color] = [.gray, .blue, .orange]

  /// How many weights have which size, in three models of the middle density.
  private var weights: Figure {
    let row = shown
    let models = [
      (row.plain.network.gram, "the paper's model", "m = \(experiment.hidden), targets x", false),
      (row.narrow.weights, "with links", "m = \(experiment.hidden)", true),
      (row.wide.weights, "with links", "m = \(experiment.features)", true),
    ]
    let plots = models.enumerated().map { at, model in
      histogram(row, model.0, isLinked: model.3).y(
        .log, domain: 1...Double(row.pairs.count), label: at == 0 ? "1 + number of weights" : nil, grid: true
      ).title(Label(model.1), subtitle: Label(model.2)).size(205, 230)
    }
    let figure = Figure(
      Panels(rows: [[Panels(plots).gap(10)], [Swatches(Self.names, colors: Self.colors)]]).gap(0, 10),
      caption: "Weights between two different features at 1 − S = \(row.density.brief). Those below −2.5 count there.")
    return figure.named(
      "Weights between features",
      "Three histograms with logarithmic counts. In the paper's model and in the model with links and few dimensions "
        + "weights without a link are as large as links; in the model with as many dimensions as features only links "
        + "differ from zero."
    ).numbers(
      rows.flatMap { row in
        WeightDefinition.allCases.map {
          .init("average precision, \($0.rawValue), \(row.density.brief)", row.averagePrecision($0))
        }
      })
  }

  private func histogram(_ row: InterferenceRow, _ weights: Matrix, isLinked: Bool) -> Plot {
    let (lowest, step, bins) = (-2.5, 0.1, 36)
    var counts = Self.names.map { _ in Array(repeating: 0, count: bins) }
    for (i, j) in row.pairs {
      let kind = isLinked ? row.link(i, j) : .none
      let bin = Int(((Double(weights[i, j]) - lowest) / step).rounded())
      counts[kind == .none ? 0 : kind == .excites ? 1 : 2][min(max(bin, 0), bins - 1)] += 1
    }
    let points = zip(Self.names, counts).flatMap { name, counts in
      counts.enumerated().map { (x: Double($0) * step + lowest, count: Double($1 + 1), name: name) }
    }.filter { point in isLinked || point.name == Self.names[0] }
    return Plot {
      Line(x: points.map(\.x), y: points.map(\.count), stroke: points.map(\.name), strokeWidth: 1.8)
    }
    .x(label: "weight").color(.categorical(Self.colors), categories: Self.names, legend: .none)
  }

  /// How well each definition finds links, and what it costs to keep only what it calls real.
  private var definitions: Figure {
    let panels = [
      plot("all links", "average precision", 0...1.02) { $0.averagePrecision($1) },
      plot("links that excite", nil, 0...1.02) { $0.averagePrecision($1, of: [.excites]) },
      plot("links that inhibit", nil, 0...1.02) { $0.averagePrecision($1, of: [.inhibits]) },
    ]
    let top = rows.flatMap { row in WeightDefinition.allCases.map { row.relativeLoss(keepingBest: $0) } }.max() ?? 1
    let losses = plot("loss with the best weights alone", "relative to all weights", 0...max(1.05, 1.05 * top)) {
      $0.relativeLoss(keepingBest: $1)
    }
    let key = Swatches(WeightDefinition.allCases.map(\.rawValue), colors: Self.definitionColors)
    let figure = Figure(
      Panels(rows: [[Panels(rows: [[panels[0], panels[1]], [panels[2], losses]]).gap(14, 14)], [key]]).gap(0, 10),
      caption: "Weights of the models with \(experiment.hidden) dimensions, sorted by each definition. Lower right: as "
        + "many weights between features are kept as there are links.")
    return figure.named(
      "Definitions of interference weights",
      "Four line plots against density with a line for each definition: average precision for all links, for those that "
        + "excite and for those that inhibit, and the loss with only the best weights.")
  }

  private static let definitionColors: [Color] = [.gray, .blue, .orange, .green]

  private func plot(
    _ title: String, _ label: String?, _ domain: ClosedRange<Double>,
    _ value: (InterferenceRow, WeightDefinition) -> Double
  ) -> Plot {
    let points = rows.flatMap { row in
      WeightDefinition.allCases.map { (x: row.density, y: value(row, $0), name: $0.rawValue) }
    }
    return Plot {
      Line(x: points.map(\.x), y: points.map(\.y), stroke: points.map(\.name), strokeWidth: 1.8)
      Dot(x: points.map(\.x), y: points.map(\.y), radius: 3, fill: points.map(\.name))
    }
    .x(.log, label: "density 1 − S", ticks: .values(rows.map(\.density)))
    .y(domain: domain, label: label.map { Label($0) }, grid: true)
    .color(
      .categorical(Self.definitionColors), categories: WeightDefinition.allCases.map(\.rawValue), legend: .none
    )
    .title(Label(title)).size(300, 200)
  }
}
