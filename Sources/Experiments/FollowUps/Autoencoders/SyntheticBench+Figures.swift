internal import SuperposeAutoencoders
internal import SuperposePlot

extension SyntheticBenchResult {
  public func draw() -> [NamedFigure] {
    [NamedFigure("synthetic-bench", measures), NamedFigure("synthetic-bench-precision", precision)]
  }

  /// The kinds, and the true dictionary.
  private var rows: [(name: String, quality: Quality)] { points + truth.map { ("true directions", $0) } }
  private var names: [String] { SyntheticBench.Family.allCases.map(\.rawValue) + ["true directions"] }

  private func plot(
    _ label: String, isFirst: Bool = false, isLast: Bool = false, _ value: (Quality) -> Double
  ) -> Plot {
    let (x, y) = (rows.map(\.quality.activeLatents), rows.map { value($0.quality) })
    return Plot {
      Line(x: x, y: y, stroke: rows.map(\.name), strokeWidth: 1.8)
      Dot(x: x, y: y, radius: 3, fill: rows.map(\.name))
    }
    .x(.log, label: isLast ? "active latents (L0)" : nil, hidden: !isLast)
    .y(label: Label(label), grid: true)
    .color(.categorical(.categorical), categories: names, legend: isFirst ? .automatic : .none)
    .size(600, isFirst || isLast ? 210 : 170)
  }

  private var measures: Figure {
    let figure = Figure(
      Panels(rows: [
        [plot("variance explained", isFirst: true, \.varianceExplained)],
        [plot("F1", \.f1)],
        [plot("MCC", isLast: true, \.cosine)],
      ]).gap(0, 10),
      caption: "\(experiment.features) features in \(experiment.dimensions) dimensions, \(presentFeatures.brief(2)) of "
        + "them in a sample; their mean largest overlap is \(meanLargestOverlap.brief(2)).")
    return figure.named(
      "Reconstruction and latents",
      "Three line plots against the number of active latents, one line for each kind of autoencoder and one for the "
        + "true directions: variance explained, F1 and MCC."
    ).numbers(
      zip(SyntheticBench.Family.allCases, qualities).flatMap { family, row in
        [
          Figure.KeyNumber("largest F1, \(family.rawValue)", row.map(\.f1).max() ?? 0),
          Figure.KeyNumber("largest variance explained, \(family.rawValue)", row.map(\.varianceExplained).max() ?? 0),
        ]
      })
  }

  private var precision: Figure {
    let (x, y) = (rows.map(\.quality.recall), rows.map(\.quality.precision))
    return Figure(
      Plot {
        Line(x: x, y: y, stroke: rows.map(\.name), strokeWidth: 1.8)
        Dot(x: x, y: y, radius: 3, fill: rows.map(\.name))
      }
      .x(label: "recall", grid: true).y(label: "precision", grid: true)
      .color(.categorical(.categorical), categories: names).size(600, 320)
    ).named(
      "Precision and recall",
      "A line for each kind of autoencoder, from few active latents to many: mean precision against mean recall of "
        + "latents as tests for their features.")
  }
}
