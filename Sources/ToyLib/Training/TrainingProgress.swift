/// The progress of a training run.
public struct TrainingProgress: Sendable, Hashable {
  /// The number of updates done, over all instances, and the total number.
  public let stepsDone: Int, stepsTotal: Int
  /// Each instance's updates done, and its last recorded loss (mean over samples and features).
  public let steps: [Int], losses: [Double]
  /// From 0 to 1.
  public var fraction: Double { stepsTotal > 0 ? Double(stepsDone) / Double(stepsTotal) : 1 }
}

extension TrainingProgress {
  /// The progress of instances after `steps`. One that has ended early counts as done.
  init(of training: Training, steps: [Int], hasEnded: [Bool], losses: [Double]) {
    let end = min(training.steps, training.pauseAt ?? training.steps)
    let done = zip(steps, hasEnded).reduce(0) { $0 + ($1.1 ? end : $1.0) }
    self.init(stepsDone: done, stepsTotal: end * steps.count, steps: steps, losses: losses)
  }
}
