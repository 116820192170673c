internal import SuperposeDisplay

/// The line of progress that a notebook shows while models train.
struct ProgressObserver: TrainingObserver {
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

  func update(_ progress: TrainingProgress, view: () -> TrainingView) {
    bar.count = progress.stepsDone - firstStep
    bar.detail = Self.detail(progress.losses)
  }

  func finish(_ models: TrainedModels, view: () -> TrainingView) {
    bar.detail = Self.detail(models.map(\.loss))
    bar.finish()
  }

  func stop(because error: any Error, view: () -> TrainingView) {
    bar.end(as: error is CancellationError ? .interrupted : .failed)
  }

  private static func detail(_ losses: [Double]) -> String {
    losses.contains(where: \.isFinite) ? "loss \(NumberText.range(losses))" : ""
  }
}
