internal import SuperposeDisplay
internal import SuperposePlot
internal import ToyLib

/// What the figures of losses show of a run, whatever it trains.
struct RunView {
  let progress: TrainingProgress
  let steps: Int
  let titles: [String]
  let histories: [[LossRecord]]

  init(_ view: TrainingView) {
    progress = view.progress
    steps = view.steps
    titles = view.titles
    histories = view.models.map(\.history)
  }

  init(_ view: LayeredTrainingView) {
    progress = view.progress
    steps = view.steps
    titles = InstanceTitles.of(view.models.map(\.features), instances: view.models.map(\.instance))
    histories = view.models.map(\.history)
  }

  /// `4 models after 1200 of 10000 steps, loss 0.01 to 0.03.`
  var summary: String {
    let losses = progress.losses
    let range = losses.contains(where: \.isFinite) ? ", loss \(NumberText.range(losses))" : ""
    let done = progress.steps.max() ?? 0
    return "\(histories.count) models after \(done) of \(steps) steps\(range)."
  }
}

extension Figure {
  /// The losses of all models so far, with an x axis for the whole run.
  static func watchedLoss(_ run: RunView) -> Figure {
    var figure = Figure(lossPlot(run, size: Size(560, 300)))
    figure.name = "Loss while training"
    figure.summary = run.summary
    return figure
  }

  /// The geometry of the first models, and the losses of all. A frame is visible only briefly, so
  /// it leaves out some features if there are many.
  static func watchedGeometry(_ view: TrainingView, isFrame: Bool) -> Figure {
    let hidden = view.models.first?.weights.columns ?? 0
    var panels = view.panels(first: hidden > 3 ? 3 : 5)
    let stride = isFrame && hidden > 3 ? ((panels.first?.weights.rows ?? 0) + 49) / 50 : 1
    for index in panels.indices { panels[index].stride = stride }
    let top = geometry(panels, importance: view.models.first?.importance)
    let width = max(top.content.preferredSize.width, 420)
    let run = RunView(view)
    let curve = lossPlot(run, size: Size(width, 170))
    var figure = Figure(Panels(rows: [[top.content], [curve]]).gap(0, 10))
    figure.background = top.background
    // Drawing cells as one small image is faster than as rectangles.
    if isFrame { figure.limits.cellsPerRaster = 0 }
    if stride > 1 { figure.caption = "While it trains: one in \(stride) features." }
    figure.name = "Geometry while training"
    figure.summary = run.summary
    return figure
  }

  /// The embeddings of `panels`: features as lines from the origin in up to three dimensions,
  /// otherwise WᵀW.
  static func geometry(_ panels: [ModelPanel], importance: [Float]?) -> Figure {
    switch panels.map(\.weights.columns).max() ?? 0 {
    case ...2: .featureEmbeddings(panels, importance: importance)
    case 3: spokes(panels)
    default: .weightsAndBiases(panels, columns: 3)
    }
  }

  private static func spokes(_ panels: [ModelPanel]) -> Figure {
    let longest = panels.flatMap(\.weights.norms).filter(\.isFinite).max() ?? 1
    return Figure(
      Panels(
        panels.map { panel in
          Polytope(
            panel.weights.doubleRows, edges: [], hasSpokes: true, title: panel.title,
            size: Size(176, 198), reach: max(1.2, Double(longest)))
        }, columns: 5))
  }

  static func lossPlot(_ run: RunView, size: Size) -> Plot {
    let curves = run.histories
    let titles = run.titles
    let areNamed = (2...8).contains(curves.count)
    let places = curves.indices.flatMap { index in curves[index].map { _ in index } }
    let stroke: any Channel = areNamed ? places.map { titles[$0] } : Color.blue
    return Plot {
      Line(
        x: curves.flatMap { $0.map(\.step) }, y: curves.flatMap { $0.map(\.loss) }, series: places,
        stroke: stroke, opacity: curves.count > 8 ? 0.4 : 1)
    }
    .x(domain: 0...Double(max(run.steps, 1)), label: "step").y(.log, label: "loss", grid: true)
    .color(.automatic, categories: areNamed ? titles : nil).size(size.width, size.height)
  }
}
