internal import SuperposeDisplay
internal import SuperposePlot

/// Everyone who looks on while a run trains: the progress line, the watched figure, the observer.
/// All of it happens on the caller's thread.
struct Onlooker {
  private let run: TrainingRun
  private let runs: [InstanceRun]
  private let bar: ProgressBar?
  private let firstStep: Int
  private let figure: LiveFigure?

  init(_ run: TrainingRun, _ runs: [InstanceRun]) {
    self.run = run
    self.runs = runs
    let progress = run.progress(runs)
    firstStep = progress.stepsDone
    bar = run.training.showsProgress ? Self.bar(progress, models: runs.count) : nil
    figure = run.training.watch == nil ? nil : LiveFigure()
  }

  private static func bar(_ progress: TrainingProgress, models: Int) -> ProgressBar {
    ProgressBar(
      models == 1 ? "training" : "training \(models) models",
      total: progress.stepsTotal - progress.stepsDone, unit: "steps", occasion: .training)
  }

  /// Looks. What the observer or the watched figure throws stops the training.
  func look() throws {
    let progress = run.progress(runs)
    try run.training.observer?(progress)
    if let bar {
      bar.count = progress.stepsDone - firstStep
      bar.detail = Self.detail(progress.losses)
    }
    guard let watch = run.training.watch else { return }
    try figure?.update { try watch.figure(run.view(runs, progress), isFrame: true) }
  }

  /// Leaves the last state of everything behind.
  func finish(_ models: TrainedModels) throws {
    bar?.detail = Self.detail(models.map(\.loss))
    bar?.finish()
    try settle()
  }

  /// As ``finish(_:)`` for a run that did not come to its end.
  func stop(because error: any Error) {
    bar?.end(as: error is CancellationError ? .interrupted : .failed)
    // The reason why it stopped is told by whoever calls; a figure that cannot be drawn is none.
    if error is CancellationError { try? settle() }
  }

  private func settle() throws {
    guard let watch = run.training.watch else { return }
    let last = try watch.figure(run.view(runs, run.progress(runs)), isFrame: false)
    try figure?.settle(last)
  }

  private static func detail(_ losses: [Double]) -> String {
    let known = losses.filter(\.isFinite)
    return known.isEmpty ? "" : "loss \(LossText.range(known))"
  }
}
