internal import SuperposeDisplay

/// The line of progress that a notebook shows while models train.
struct ProgressObserver {
  private let bar: ProgressBar
  /// Updates that were done when the run began: a resumed run starts its line at 0.
  private let firstStep: Int

  /// `start` is the progress of `models` models before the run's first step.
  init(_ start: TrainingProgress, models: Int) {
    firstStep = start.stepsDone
    bar = ProgressBar(
      models == 1 ? "training" : "training \(models) models",
      total: start.stepsTotal - start.stepsDone, unit: "steps", occasion: .training)
  }

  func update(_ progress: TrainingProgress) {
    bar.count = progress.stepsDone - firstStep
    bar.detail = Self.detail(progress.losses)
  }

  func finish(losses: [Double]) {
    bar.detail = Self.detail(losses)
    bar.finish()
  }

  func stop(because error: any Error) {
    bar.end(as: error is CancellationError ? .interrupted : .failed)
  }

  private static func detail(_ losses: [Double]) -> String {
    losses.contains(where: \.isFinite) ? "loss \(NumberText.range(losses))" : ""
  }
}

extension ProgressObserver: TrainingObserver {
  func update(_ progress: TrainingProgress, view: () -> TrainingView) { update(progress) }
  func finish(_ models: TrainedModels, view: () -> TrainingView) { finish(losses: models.map(\.loss)) }
  func stop(because error: any Error, view: () -> TrainingView) { stop(because: error) }
}
