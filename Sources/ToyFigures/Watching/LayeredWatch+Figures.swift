internal import SuperposeDisplay
public import SuperposePlot
public import ToyLib

/// Figures that update while layered networks train.
///
/// ```swift
/// let networks = try model.train(on: features, instances: 4, watch: .weights("W1"))
/// ```
extension LayeredWatch {
  /// Loss against step, one line for each network.
  public static var loss: LayeredWatch {
    LayeredWatch { LayeredFigureObserver { .watchedLoss(RunView($0)) } }
  }

  /// The weights with this name of the first three networks as heat maps, above the loss.
  public static func weights(_ name: String) -> LayeredWatch {
    LayeredWatch { LayeredFigureObserver { try .watchedWeights($0, name) } }
  }

  /// A custom figure. An error that `make` throws stops the training.
  public static func figure(_ make: @escaping (LayeredTrainingView) throws -> Figure) -> LayeredWatch {
    LayeredWatch { LayeredFigureObserver(make: make) }
  }
}

/// Updates a figure while layered networks train, and shows the last one at the end.
private struct LayeredFigureObserver: LayeredTrainingObserver {
  let make: (LayeredTrainingView) throws -> Figure
  let figure = LiveFigure()

  init(make: @escaping (LayeredTrainingView) throws -> Figure) { self.make = make }

  func update(_ progress: TrainingProgress, view: () -> LayeredTrainingView) throws {
    try figure.update { try make(view()) }
  }

  func finish(_ networks: TrainedLayeredNetworks, view: () -> LayeredTrainingView) throws {
    try figure.settle(make(view()))
  }

  func stop(because error: any Error, view: () -> LayeredTrainingView) {
    // The caller of `train` reports why it stopped. If the last figure cannot be drawn then, it is
    // left out.
    if error is CancellationError { try? figure.settle(make(view())) }
  }
}

extension Figure {
  fileprivate static func watchedWeights(_ view: LayeredTrainingView, _ name: String) throws -> Figure {
    let run = RunView(view)
    let weights = try view.models.prefix(3).map { try $0.network[name] }
    let reach = weights.joinedMagnitude
    let maps = zip(weights, run.titles).map { matrix, title in
      let unit = min(14, 240 / Double(max(matrix.rows, matrix.columns)))
      return Plot(marks: [Raster(matrix)])
        .x(label: "input", ticks: .none).y(label: "output", ticks: .none, reversed: true)
        .color(.redBlue, domain: -reach...reach, legend: .none).equalAspect().title(Label(title))
        .size(unit * Double(matrix.columns) + 60, unit * Double(matrix.rows) + 60)
    }
    let top = Panels(rows: [[Panels(maps).gap(16)], [ColorKey(.redBlue, domain: -reach...reach, label: Label(name))]])
    let width = max(top.preferredSize.width, 420)
    var figure = Figure(Panels(rows: [[top], [lossPlot(run, size: Size(width, 170))]]).gap(0, 10))
    figure.name = "Weights \(name) while training"
    figure.summary = run.summary
    return figure
  }
}

extension [Matrix] {
  /// The largest finite size of an element; not 0.
  fileprivate var joinedMagnitude: Double {
    let sizes = flatMap(\.elements).filter(\.isFinite).map { abs(Double($0)) }
    return Swift.max(sizes.max() ?? 1, 1e-9)
  }
}
