/// Observes a training run, for example to draw it.
///
/// Training calls every method on the thread that called `train`.
public protocol TrainingObserver {
  /// Called before the first step, about 20 times a second, and after the last step.
  ///
  /// `view` copies the models; call it only when the copy is needed. An error that is thrown here
  /// stops the training, which then throws `TrainingStopped`.
  func update(_ progress: TrainingProgress, view: () -> TrainingView) throws

  /// Called once, after the last step, when the models have been evaluated.
  func finish(_ models: TrainedModels, view: () -> TrainingView) throws

  /// Called once instead of ``finish(_:view:)`` when the training stops before its last step.
  /// `error` is the cause: `CancellationError`, or an observer's error.
  func stop(because error: any Error, view: () -> TrainingView)
}

extension TrainingObserver {
  public func finish(_ models: TrainedModels, view: () -> TrainingView) throws {}
  public func stop(because error: any Error, view: () -> TrainingView) {}
}

/// A factory that makes one observer for each run.
///
/// ToyFigures adds `.loss`, `.geometry` and `.figure { … }`, which redraw a figure. For anything
/// else, write a `TrainingObserver`.
public struct Watch {
  let makeObserver: () -> any TrainingObserver

  /// Calls `makeObserver` once at the start of every run.
  public init(_ makeObserver: @escaping () -> any TrainingObserver) {
    self.makeObserver = makeObserver
  }
}

/// Passes progress to a closure.
struct ClosureObserver: TrainingObserver {
  let body: (TrainingProgress) throws -> Void

  func update(_ progress: TrainingProgress, view: () -> TrainingView) throws { try body(progress) }
}
