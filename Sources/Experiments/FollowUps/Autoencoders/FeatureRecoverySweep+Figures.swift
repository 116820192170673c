internal import SuperposeAutoencoders
internal import SuperposePlot

extension FeatureRecoverySweepResult {
  public func draw() -> [NamedFigure] { [NamedFigure("feature-recovery", overview)] }

  private func name(_ ratio: Double) -> String {
    "\(Int((Double(experiment.features) * ratio).rounded())) latents"
  }

  /// MMCS, active latents and reconstruction error against the penalty.
  private var overview: Figure {
    let points = zip(experiment.dictionaryRatios, zip(trained, cosines)).flatMap { ratio, row in
      zip(experiment.penalties, zip(row.0, row.1)).map {
        (alpha: $0.0, trained: $0.1.0, cosine: $0.1.1, name: name(ratio))
      }
    }
    let names = experiment.dictionaryRatios.map { name($0) }
    func plot(_ values: [Double], _ label: Label) -> Plot {
      Plot {
        Line(x: points.map(\.alpha), y: values, stroke: points.map(\.name), strokeWidth: 1.8)
        Dot(x: points.map(\.alpha), y: values, radius: 3, fill: points.map(\.name))
      }
      .y(label: label, grid: true)
    }
    func scaled(_ plot: Plot, isFirst: Bool, isLast: Bool) -> Plot {
      plot.x(.log, label: isLast ? "penalty α" : nil, hidden: !isLast)
        .color(
          .categorical(.categorical), categories: names, legend: isFirst ? .automatic : .none
        )
        .size(600, isFirst || isLast ? 210 : 170)
    }
    let cosine = plot(points.map(\.cosine), "MMCS").y(domain: 0...1, label: "MMCS", grid: true)
    let active = plot(points.map { Double($0.trained.evaluation.activeLatents) }, "active latents")
      .y(.log, label: "active latents", grid: true)
      .adding { Rule(y: experiment.active, stroke: Color.muted, text: "features present", dash: [4, 3]) }
    let error = plot(
      points.map { Double($0.trained.evaluation.reconstruction) }, "reconstruction error"
    )
    .y(.log, label: "reconstruction error", grid: true)
    let figure = Figure(
      Panels(rows: [
        [scaled(cosine, isFirst: true, isLast: false)],
        [scaled(active, isFirst: false, isLast: false)],
        [scaled(error, isFirst: false, isLast: true)],
      ]).gap(0, 10))
    return figure.named("Recovery of known features")
  }
}
