public import SuperposePlot
public import ToyLib

/// Figures that update while models train.
///
/// ```swift
/// let models = try model.train(on: features, instances: 4, watch: .geometry)
/// ```
///
/// They update at most 10 times a second, and less often if frames are expensive: drawing takes at
/// most a fiftieth of a processor. At the end the figure stays in full quality. A batch run
/// (nbclient, papermill) shows only the last figure.
extension Watch {
  /// Loss against step, one line for each model.
  public static var loss: Watch {
    Watch { FigureObserver { view, _ in .watchedLoss(RunView(view)) } }
  }

  /// The embeddings of the first models above the loss: features as lines from the origin with up
  /// to three hidden dimensions, otherwise WᵀW as a heat map.
  public static var geometry: Watch {
    Watch { FigureObserver { view, isFrame in .watchedGeometry(view, isFrame: isFrame) } }
  }

  /// A custom figure. An error that `make` throws stops the training.
  public static func figure(_ make: @escaping (TrainingView) throws -> Figure) -> Watch {
    Watch { FigureObserver { view, _ in try make(view) } }
  }
}

/// Updates a figure while models train, and shows the last one at the end.
struct FigureObserver: TrainingObserver {
  /// The figure of a view: a temporary frame (`isFrame`) or the final figure.
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
    // The caller of `train` reports why it stopped. If the last figure cannot be drawn then, it is
    // left out.
    if error is CancellationError { try? figure.settle(make(view(), false)) }
  }
}
