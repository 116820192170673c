/// Training ended before its last step: by cancellation or an error of the observer.
public struct TrainingStopped: Error {
  /// The models after their last complete step; `resumed()` continues from there.
  public let models: TrainedModels
  /// What stopped it: `CancellationError`, or the observer's error.
  public let cause: any Error
}

extension TrainingStopped: CustomStringConvertible {
  public var description: String {
    let steps = models.map(\.step)
    let reached = "between steps \(steps.min() ?? 0) and \(steps.max() ?? 0)"
    return cause is CancellationError
      ? "Training was cancelled \(reached)." : "Training stopped \(reached): \(cause)"
  }
}
