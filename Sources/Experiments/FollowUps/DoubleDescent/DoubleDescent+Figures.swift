internal import SuperposePlot
internal import ToyLib

extension DoubleDescentResult {
  public func draw() -> [NamedFigure] {
    var figures = [NamedFigure("double-descent", overview)]
    if experiment.hidden == 2 { figures.append(NamedFigure("double-descent-vectors", vectors)) }
    figures.append(NamedFigure("double-descent-norms", norms))
    return figures
  }

  /// Test loss, dimensionality of features and samples, and some embeddings, all against T.
  private var overview: Figure {
    var rows: [[any Drawing]] = [[lossPlot], [dimensionalityPlot]]
    if experiment.hidden == 2 { rows.append([HiddenPlane.grid(chosenForOverview)]) }
    let figure = Figure(Panels(rows: rows).gap(0, 16))
    return figure.named(
      "Double descent",
      "Against the number of training samples T: test and train loss; dimensionality of features "
        + "and of samples; features (blue) and hidden vectors of samples (red) of some models."
    ).numbers(models.map { .init("test loss at T = \($0.size)", $0.testLoss) })
  }

  /// Every model's features and hidden vectors.
  private var vectors: Figure {
    let key = Swatches(["features", "hidden vectors of samples"], colors: [.blue, .red])
    let figure = Figure(Panels(rows: [[HiddenPlane.grid(models)], [key]]).gap(0, 6))
    return figure.named(
      "Features and hidden vectors",
      "For each T, features as blue lines above hidden vectors of the training samples in red.")
  }

  /// Examples: small, memorising, at the peak, large.
  private var chosenForOverview: [MemorisingModel] {
    guard models.count > 6 else { return models }
    return (0..<6).map { models[$0 * (models.count - 1) / 5] }
  }

  private var sizes: [Int] { models.map(\.size) }

  private var range: ClosedRange<Double> {
    Double(sizes.min() ?? 1) * 0.8...Double(sizes.max() ?? 1) * 1.25
  }

  private var lossPlot: Plot {
    let names =
      Array(repeating: "test", count: models.count)
      + Array(repeating: "train", count: models.count)
    let losses = models.map(\.testLoss) + models.map(\.trainLoss)
    return Plot {
      Rule(y: 1, text: "output of zeros", dash: [4, 3])
      Line(x: sizes + sizes, y: losses, stroke: names, strokeWidth: 1.8)
      Dot(x: sizes + sizes, y: losses, radius: 3, fill: names)
    }
    .x(.log, domain: range, hidden: true).y(label: "loss ‖x − x′‖^{2}", grid: true)
    .color(.categorical([.ink, .gray]), categories: ["test", "train"]).size(640, 190)
  }

  private var dimensionalityPlot: Plot {
    let points = models.flatMap { model in
      Self.visible(model.featureDimensionality).map { (model.size, $0, "features") }
        + Self.visible(model.sampleDimensionality).map { (model.size, $0, "samples") }
    }
    let shift = points.map { Double($0.0) * ($0.2 == "features" ? 0.95 : 1.05) }
    return Plot {
      Line(
        x: sizes, y: sizes.map { Double(experiment.hidden) / Double($0) }, stroke: Color.muted,
        dash: [4, 3])
      Text(
        x: Array(sizes.prefix(1)), y: sizes.prefix(1).map { Double(experiment.hidden) / Double($0) },
        text: sizes.prefix(1).map { _ in "\(experiment.hidden) / T" }, fill: Color.muted, fontSize: 10,
        side: .right, gap: 22, hasHalo: true)
      Rule(y: 0.4, text: "2/5, a pentagon", dash: [2, 3])
      Dot(
        x: shift, y: points.map(\.1), radius: 2.4, fill: points.map(\.2), opacity: 0.55)
    }
    .x(.log, domain: range, label: "training samples T")
    .y(domain: 0...1, label: "dimensionality D")
    .color(.categorical([.blue, .red]), categories: ["features", "samples"]).size(640, 210)
  }

  /// The largest 40, because a thousand dots at zero show no more than a few.
  private static func visible(_ dimensionalities: [Double]) -> [Double] {
    Array(dimensionalities.sorted(by: >).prefix(40))
  }

  private var norms: Figure {
    let biases = models.map { model in
      model.network.bias.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
    let names =
      Array(repeating: "‖W‖_{F}", count: models.count)
      + Array(repeating: "‖b‖", count: models.count)
    let plot = Plot {
      Rule(y: 5.0.squareRoot(), text: "√5, five features of length 1", dash: [4, 3], isNamedBelow: true)
      Line(x: sizes + sizes, y: models.map(\.weightNorm) + biases, stroke: names)
      Dot(x: sizes + sizes, y: models.map(\.weightNorm) + biases, fill: names)
    }
    .x(.log, domain: range, label: "training samples T").y(.log, label: "norm", grid: true)
    let figure = Figure(plot)
    return figure.named("Norms against T")
  }
}

/// Features and hidden vectors of models with two hidden dimensions.
enum HiddenPlane {
  /// Features above, hidden vectors below, one column for each model.
  static func grid(_ models: [MemorisingModel], columns: Int = 7) -> Panels {
    let groups = stride(from: 0, to: models.count, by: columns).map {
      models[$0..<min($0 + columns, models.count)]
    }
    return Panels(
      rows: groups.flatMap { group in
        [
          group.map { vectors($0.network.weights, color: .blue, title: "T = \($0.size)") },
          group.map { vectors($0.hiddenVectors, color: .red, title: nil) },
        ]
      }
    ).gap(8, 4)
  }

  /// The 200 longest rows as lines from the origin; the others would not be visible.
  private static func vectors(_ rows: Matrix, color: Color, title: Label?) -> Plot {
    let norms = rows.norms
    let longest = norms.indices.sorted { norms[$0] > norms[$1] }.prefix(200)
    let reach = max(Double(norms.max() ?? 1) * 1.1, 0.05)
    let x = longest.map { Double(rows[$0, 0]) }
    let y = longest.map { Double(rows[$0, 1]) }
    return Plot {
      Rule(x: 0)
      Rule(y: 0)
      Link(
        x: longest.map { _ in 0.0 }, y: longest.map { _ in 0.0 }, x2: x, y2: y, stroke: color,
        strokeWidth: 1.1, opacity: 0.7)
      Dot(x: x, y: y, radius: 2, fill: color, opacity: 0.7)
    }
    .x(domain: -reach...reach, hidden: true).y(domain: -reach...reach, hidden: true)
    .equalAspect().title(title).size(96, title == nil ? 92 : 112)
  }
}
