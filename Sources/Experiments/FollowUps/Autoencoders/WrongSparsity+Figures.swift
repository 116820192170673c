internal import SuperposeAutoencoders
internal import SuperposePlot
internal import ToyLib

extension WrongSparsityResult {
  public func draw() throws -> [NamedFigure] {
    [NamedFigure("wrong-sparsity", overview), NamedFigure("wrong-sparsity-dictionaries", try dictionaries())]
  }

  private func name(_ active: Double) -> String { "k = \(active.brief)" }

  /// How much of feature 0 is in the other latents, and the error relative to the truth's.
  private var overview: Figure {
    let points = experiment.correlations.indices.flatMap { row in
      experiment.active.indices.map { (row: row, column: $0) }
    }
    let x = points.map { experiment.correlations[$0.row] }
    let names = points.map { name(experiment.active[$0.column]) }
    func plot(_ values: [Double], _ label: Label, reference: Double) -> Plot {
      Plot {
        Rule(y: reference, stroke: Color.muted, text: "true dictionary", dash: [4, 3])
        Line(x: x, y: values, stroke: names, strokeWidth: 1.8)
        Dot(x: x, y: values, radius: 3, fill: names)
      }
      .y(label: label, grid: true)
      .color(.categorical(.categorical), categories: experiment.active.map { name($0) })
    }
    let mixed = plot(
      points.map { mixing(trained[$0.row][$0.column]) }, "cosine with feature 0", reference: 0
    )
    .x(hidden: true).size(600, 220)
    let errors = plot(
      points.map { relativeErrors[$0.row][$0.column] }, "relative error", reference: 1
    )
    .x(label: "correlation ρ of feature 0 with each other feature").size(600, 200)
    .color(.categorical(.categorical), categories: experiment.active.map { name($0) }, legend: .none)
    let figure = Figure(
      Panels(rows: [[mixed], [errors]]).gap(0, 12),
      caption: "Above: the mean over latents 1 to \(experiment.features - 1). Below: the reconstruction error, "
        + "divided by that of the true dictionary.")
    return figure.named(
      "Fewer active latents than features",
      "Two line plots against the correlation of feature 0 with the others, one line for each number of active "
        + "latents: the cosine of the other latents with feature 0, and the reconstruction error relative to that "
        + "of the true dictionary.")
  }

  /// Latents against features at the most negative and the most positive correlation.
  private func dictionaries() throws -> Figure {
    let ends = Set([experiment.correlations.indices.first, experiment.correlations.indices.last].compactMap(\.self))
    let plots = try ends.sorted().flatMap { row in
      try experiment.active.indices.map { column in
        try CosineMap.plot(
          cosines(of: trained[row][column]),
          "ρ = \(experiment.correlations[row].brief), \(name(experiment.active[column]))")
      }
    }
    let figure = Figure(
      Panels(rows: [[Panels(plots, columns: max(1, experiment.active.count)).gap(14)], [CosineMap.key]]).gap(0, 8))
    return figure.named(
      "Latents and features",
      "Heat maps of the cosines of latents (rows) and true features (columns). The true dictionary is the identity.")
  }
}
