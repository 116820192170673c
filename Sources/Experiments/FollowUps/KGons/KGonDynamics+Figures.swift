internal import SuperposePlot
internal import ToyLib

extension KGonDynamicsResult {
  public func draw() -> [NamedFigure] {
    [
      NamedFigure("k-gon-dynamics", staircases), NamedFigure("k-gon-trajectories", all),
    ]
  }

  /// One run: its polygons, its loss going down and its coefficient going up.
  private var staircases: Figure {
    guard let run = mostEventful else { return Figure(Plot {}) }
    let last = Double(max(run.steps.last ?? 1, 1))
    let chosen = shown(run)
    let polygons = chosen.map { index in
      embedding(run.networks[index], title: "epoch \(run.steps[index] / experiment.epochSteps)")
    }
    let epochs = run.steps.map { Double($0) / Double(experiment.epochSteps) }
    let end = last / Double(experiment.epochSteps)
    let marks = chosen.map { epochs[$0] }
    let loss = Plot(
      marks: levelMarks(at: end) + [
        Rule(x: marks, stroke: Color.faint, dash: [2, 3]),
        Line(x: epochs, y: run.losses, stroke: Color.blue, strokeWidth: 1.8),
      ]
    )
    .x(domain: 0...end, hidden: true).y(label: "exact loss L").reserving(right: 30).size(640, 210)
    let coefficient = Plot {
      Rule(x: marks, stroke: Color.faint, dash: [2, 3])
      Line(x: epochs, y: run.coefficients, stroke: Color.orange, strokeWidth: 1.8)
    }
    .x(domain: 0...end, label: "epoch").y(label: "coefficient λ̂").reserving(right: 30)
    .size(640, 170)
    let figure = Figure(
      Panels(rows: [[Panels(polygons, columns: 5).gap(8)], [loss], [coefficient]]).gap(0, 12))
    return figure.named(
      "Opposing staircases",
      "One training run: its features in the plane at five times, the loss falling from level to "
        + "level, and the local learning coefficient rising.")
  }

  /// The start, the middles of the first and the last plateau, the steepest descent between them, and
  /// the end.
  private func shown(_ run: KGonTrajectory) -> [Int] {
    let levels = plateaus(of: run)
    func middle(_ level: KGonLevel?) -> Int? {
      let on = run.losses.indices.filter { self.level(at: run.losses[$0]) == level }
      return on.isEmpty ? nil : on[on.count / 2]
    }
    let first = middle(levels.first) ?? 1
    let last = middle(levels.last) ?? run.losses.count - 2
    func fall(_ index: Int) -> Double { run.losses[index] - run.losses[index + 1] }
    let between: Range<Int> = min(first, last)..<max(first, last)
    let steepest: Int = between.max { fall($0) < fall($1) } ?? first
    let chosen: Set<Int> = [0, first, steepest, last, run.losses.count - 1]
    return chosen.sorted()
  }

  private func embedding(_ network: Network, title: Label) -> Plot {
    let rows = (0..<network.features).map {
      (Double(network.weights[$0, 0]), Double(network.weights[$0, 1]))
    }
    let colors: [Color] = network.bias.map { $0 > 0 ? .red : .blue }
    return Plot {
      Rule(x: 0)
      Rule(y: 0)
      Polygon.hull(x: rows.map(\.0), y: rows.map(\.1), stroke: nil)
      Link(
        x: rows.map { _ in 0.0 }, y: rows.map { _ in 0.0 }, x2: rows.map(\.0), y2: rows.map(\.1),
        stroke: colors, strokeWidth: 1.8)
      Dot(x: rows.map(\.0), y: rows.map(\.1), radius: 3.4, fill: colors)
    }
    .x(domain: -1.6...1.6, hidden: true).y(domain: -1.6...1.6, hidden: true).equalAspect()
    .title(title).size(122, 140)
  }

  private func levelMarks(at x: Double) -> [any Mark] {
    [
      Rule(y: levels.map(\.loss), stroke: Color.grid),
      Text(
        x: levels.map { _ in x }, y: levels.map(\.loss), text: levels.map(\.symbol),
        fill: Color.muted, side: .right),
    ]
  }

  /// The range of the levels with a margin; the higher losses of noisy starts would compress it.
  private var lossRange: ClosedRange<Double> {
    let all = levels.map(\.loss)
    return 0.95 * (all.min() ?? 0)...1.25 * max(all.max() ?? 1, 1e-6)
  }

  /// Every run's loss.
  private var all: Figure {
    let points = trajectories.enumerated().flatMap { index, run in
      zip(run.steps, run.losses).filter { $0.0 > 0 }.map {
        (Double($0.0) / Double(experiment.epochSteps), $0.1, "\(index)")
      }
    }
    let end = points.map(\.0).max() ?? 1
    let lines = Line(
      x: points.map(\.0), y: points.map(\.1), series: points.map(\.2), stroke: Color.blue,
      strokeWidth: 1.2, opacity: 0.55)
    let plot = Plot(marks: levelMarks(at: end) + [lines])
      .x(.log, label: "epoch").y(domain: lossRange, label: "exact loss L").reserving(right: 30)
      .size(640, 320)
    let figure = Figure(plot)
    return figure.named("Loss of \(trajectories.count) runs")
  }
}
