public import SuperposePlot
public import ToyLib

/// Figures that are redrawn while models train.
///
/// ```swift
/// let models = try model.train(on: features, instances: 4, watch: .geometry)
/// ```
///
/// Redrawn at most 10 times a second, and less often where a frame is costly: drawing takes at most
/// a fiftieth of a processor. At the end the figure stays, in full quality. In a batch run (nbclient,
/// papermill) only that last one is shown.
extension Watch {
  /// Loss against step, a line for each model.
  public static var loss: Watch {
    Watch { FigureObserver { view, _ in .watchedLoss(view) } }
  }

  /// The embedding of the first models, the loss below it: features as arrows where there are up to
  /// three hidden dimensions, else WᵀW as a heat map.
  public static var geometry: Watch {
    Watch { FigureObserver { view, isFrame in .watchedGeometry(view, isFrame: isFrame) } }
  }

  /// A figure of your own. An error that `make` throws stops the training.
  public static func figure(_ make: @escaping (TrainingView) throws -> Figure) -> Watch {
    Watch { FigureObserver { view, _ in try make(view) } }
  }
}

/// Redraws a figure while models train, and leaves the last one.
struct FigureObserver: TrainingObserver {
  /// The figure of a view: for a moment (`isFrame`), or to stay.
  private let make: (_ view: TrainingView, _ isFrame: Bool) throws -> Figure
  private let figure = LiveFigure()

  init(_ make: @escaping (_ view: TrainingView, _ isFrame: Bool) throws -> Figure) {
    self.make = make
  }

  func update(_ progress: TrainingProgress, view: () -> TrainingView) throws {
    try figure.update { try make(view(), true) }
  }

  func finish(_ models: TrainedModels, view: () -> TrainingView) throws {
    try figure.settle(make(view(), false).showing(models.map(\.origin), by: "train(watch:)"))
  }

  func stop(because error: any Error, view: () -> TrainingView) {
    // Whoever called `train` reports why it stopped; an interrupted figure that cannot be drawn is
    // left out.
    if error is CancellationError { try? figure.settle(make(view(), false)) }
  }
}
