/// Training ended before its last step: by cancellation or an error of the observer.
public struct TrainingStopped: Error {
  /// The models after their last complete step; `resumed()` continues from there.
  public let models: TrainedModels
  /// What stopped it: `CancellationError`, or the observer's error.
  public let cause: any Error
}

extension TrainingStopped: CustomStringConvertible {
  public var description: String { Self.words(models.map(\.step), cause) }

  /// Where training that has reached `steps` stopped, and why.
  static func words(_ steps: [Int], _ cause: any Error) -> String {
    let reached = "between steps \(steps.min() ?? 0) and \(steps.max() ?? 0)"
    return cause is CancellationError
      ? "Training was cancelled \(reached)." : "Training stopped \(reached): \(cause)"
  }
}
