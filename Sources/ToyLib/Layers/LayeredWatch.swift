/// A copy of layered networks during training.
public struct LayeredTrainingView: Sendable {
  /// The progress of the run.
  public let progress: TrainingProgress
  /// The number of updates of each network.
  public let steps: Int
  /// The networks in the order of their instances.
  public let models: [Model]

  /// One network during training.
  public struct Model: Sendable {
    public let network: LayeredNetwork
    /// The number of updates so far.
    public let step: Int
    /// The recorded losses.
    public let history: [LossRecord]
    /// The features that it is trained on.
    public let features: any FeatureSampler
    /// Its number in the run.
    public let instance: Int
  }
}

/// Observes the training of layered networks, for example to draw it.
///
/// Training calls every method on the thread that called `train`.
public protocol LayeredTrainingObserver {
  /// Called before the first step, about 20 times a second, and after the last step.
  ///
  /// `view` copies the networks; call it only when the copy is needed. An error that is thrown here
  /// stops the training, which then throws `LayeredTrainingStopped`.
  func update(_ progress: TrainingProgress, view: () -> LayeredTrainingView) throws

  /// Called once, after the last step, when the networks have been evaluated.
  func finish(_ networks: TrainedLayeredNetworks, view: () -> LayeredTrainingView) throws

  /// Called once instead of ``finish(_:view:)`` when the training stops before its last step.
  /// `error` is the cause: `CancellationError`, or an observer's error.
  func stop(because error: any Error, view: () -> LayeredTrainingView)
}

extension LayeredTrainingObserver {
  public func finish(_ networks: TrainedLayeredNetworks, view: () -> LayeredTrainingView) throws {}
  public func stop(because error: any Error, view: () -> LayeredTrainingView) {}
}

/// A factory that makes one observer for each run of a layered model.
///
/// ToyFigures adds `.loss`, `.weights("W1")` and `.figure { … }`, which redraw a figure. For anything
/// else, write a `LayeredTrainingObserver`.
public struct LayeredWatch {
  let makeObserver: () -> any LayeredTrainingObserver

  /// Calls `makeObserver` once at the start of every run.
  public init(_ makeObserver: @escaping () -> any LayeredTrainingObserver) {
    self.makeObserver = makeObserver
  }
}

/// Passes progress to a closure.
struct LayeredClosureObserver: LayeredTrainingObserver {
  let body: (TrainingProgress) throws -> Void

  func update(_ progress: TrainingProgress, view: () -> LayeredTrainingView) throws { try body(progress) }
}

/// The line of progress that a notebook shows while networks train.
struct LayeredProgressObserver: LayeredTrainingObserver {
  let line: ProgressObserver

  func update(_ progress: TrainingProgress, view: () -> LayeredTrainingView) { line.update(progress) }
  func finish(_ networks: TrainedLayeredNetworks, view: () -> LayeredTrainingView) {
    line.finish(losses: networks.map(\.loss))
  }
  func stop(because error: any Error, view: () -> LayeredTrainingView) { line.stop(because: error) }
}
