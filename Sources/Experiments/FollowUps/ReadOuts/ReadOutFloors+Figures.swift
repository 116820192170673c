internal import SuperposePlot

extension ReadOutFloorsResult {
  public func draw() -> [NamedFigure] { [NamedFigure("read-out-floors", overview)] }

  private var overview: Figure {
    let figure = Figure(
      Panels(rows: [[recovery], [crosstalk]]).gap(0, 16),
      caption: "Above: the share of \(experiment.trials) random supports whose s features are the s largest entries of "
        + "the read-out. Below: entries of the read-out of one feature at the others."
    )
    return figure.named(
      "Reading d² features out of d dimensions",
      "Two line plots. Above: the share of recovered supports against the number of present features, one line for "
        + "each number of dimensions; more dimensions allow more features. Below: mean and worst cross-talk against "
        + "dimensions, both falling."
    ).numbers(
      frames.compactMap { frame in frame.threshold.map { .init("s at one half, d = \(frame.dimensions)", $0) } })
  }

  private var recovery: Plot {
    let points = frames.flatMap { frame in
      frame.recoveries.enumerated().map { (s: $0 + 1, share: $1, name: "d = \(frame.dimensions)") }
    }
    return Plot {
      Rule(y: 0.5, stroke: Color.muted, text: "one half", dash: [4, 3])
      Line(x: points.map(\.s), y: points.map(\.share), stroke: points.map(\.name), strokeWidth: 1.8)
      Dot(x: points.map(\.s), y: points.map(\.share), radius: 2.5, fill: points.map(\.name))
    }
    .x(label: "present features s").y(domain: 0...1.02, label: "supports recovered", grid: true)
    .color(.categorical(.categorical), categories: frames.map { "d = \($0.dimensions)" }).size(600, 230)
  }

  private var crosstalk: Plot {
    let names = frames.map { _ in "root mean square" } + frames.map { _ in "worst" }
    let x = frames.map(\.dimensions)
    let y = frames.map { $0.meanSquareCrosstalk.squareRoot() } + frames.map(\.worstCrosstalk)
    return Plot {
      Line(x: x, y: frames.map(\.welchBound), stroke: x.map { _ in "Welch's bound" }, dash: [4, 3])
      Line(x: x + x, y: y, stroke: names, strokeWidth: 1.8)
      Dot(x: x + x, y: y, radius: 3, fill: names)
    }
    .x(.log, label: "dimensions d").y(.log, label: "cross-talk", grid: true)
    .color(
      .categorical([.blue, .red, .muted]), categories: ["root mean square", "worst", "Welch's bound"]
    ).size(600, 210)
  }
}
