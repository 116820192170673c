/// The progress of a training run.
public struct TrainingProgress: Sendable, Hashable {
  /// The number of updates done, over all instances, and the total number.
  public let stepsDone: Int, stepsTotal: Int
  /// Each instance's updates done, and its last recorded loss (mean over samples and features).
  public let steps: [Int], losses: [Double]
  /// From 0 to 1.
  public var fraction: Double { stepsTotal > 0 ? Double(stepsDone) / Double(stepsTotal) : 1 }
}
