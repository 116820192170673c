internal import SuperposeAutoencoders
internal import SuperposePlot

extension MatchingPursuitResult {
  public func draw() -> [NamedFigure] { [NamedFigure("matching-pursuit", measures)] }

  private typealias Quality = SyntheticBenchResult.Quality

  private static let names =
    MatchingPursuit.Family.allCases.map(\.rawValue) + ["truth, TopK", "truth, Matching Pursuit"]

  /// Of every number of active latents in the first world.
  private var rows: [(name: String, active: Int, quality: Quality)] {
    points.flatMap { point in
      zip(Self.names, point.qualities + [point.truth, point.pursuedTruth]).map { ($0, point.active, $1) }
    }
  }

  /// The true directions with TopK explain so little that the other lines would be flat beside theirs.
  private func plot(
    _ label: String, isFirst: Bool = false, isLast: Bool = false, _ value: (Quality) -> Double
  ) -> Plot {
    let rows = isFirst ? self.rows.filter { $0.name != Self.names[3] } : self.rows
    let (x, y) = (rows.map { Double($0.active) }, rows.map { value($0.quality) })
    return Plot {
      Line(x: x, y: y, stroke: rows.map(\.name), strokeWidth: 1.8)
      Dot(x: x, y: y, radius: 3, fill: rows.map(\.name))
    }
    .x(.log, label: isLast ? "steps, or active latents, k" : nil, hidden: !isLast)
    .y(label: Label(label), grid: true)
    .color(.categorical(.categorical), categories: Self.names, legend: isFirst ? .automatic : .none)
    .size(600, isFirst || isLast ? 210 : 170)
  }

  private var measures: Figure {
    Figure(
      Panels(rows: [
        [plot("variance explained", isFirst: true, \.varianceExplained)],
        [plot("F1", \.f1)],
        [plot("MCC", isLast: true, \.cosine)],
      ]).gap(0, 10),
      caption: "\(experiment.features) features in \(points.first?.dimensions ?? 0) dimensions. \"Truth\" are the true "
        + "directions, which were not trained; with TopK they explain at most "
        + "\((points.map(\.truth.varianceExplained).max() ?? 0).brief(2)) of the variance, which is not drawn."
    ).named(
      "Matching Pursuit",
      "Three line plots against the number of steps or active latents, one line for each kind of autoencoder and for the "
        + "true directions with two encoders: variance explained, F1 and MCC."
    ).numbers(
      points.flatMap { point in
        zip(MatchingPursuit.Family.allCases, point.qualities).flatMap { family, quality in
          [
            Figure.KeyNumber("variance explained, \(family.rawValue), k = \(point.active)", quality.varianceExplained),
            Figure.KeyNumber("F1, \(family.rawValue), k = \(point.active)", quality.f1),
          ]
        }
      })
  }
}
