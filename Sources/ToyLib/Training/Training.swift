/// The settings of training. Equal settings give equal bits.
///
/// What follows a run, such as an observer or a figure, is an argument of `train`.
public struct Training: Sendable {
  /// The number of updates.
  public var steps = 10_000
  /// New samples in each update. A fixed data set is used completely instead.
  public var batch = 1024
  public var optimiser = Optimiser.adamW()
  public var schedule = Schedule.constant
  public var objective = Objective.squaredError
  /// Steps after which to keep the weights and the gradient; 0 is before training.
  public var snapshots: Set<Int> = []
  /// Steps between two recorded losses. Default: a hundredth of the run.
  public var recordEvery: Int?
  public var earlyStop: EarlyStop?
  /// Step to stop after, if before the end: the schedule stays that of the whole run.
  public var pauseAt: Int?
  /// The number of threads. Default: `SUPERPOSE_THREADS`, else one for each processor that the process may use.
  /// The result does not depend on it.
  public var threads: Int?
  /// The vector units. The result does not depend on them.
  public var vectorUnits = VectorUnits.preferred
  /// Samples on which models are compared after training; all instances of a seed see the same.
  public var evaluationSamples = 1 << 16
  /// Whether a notebook shows a line of progress when it takes 0.3 s or more; default true. A plain
  /// program shows none.
  public var showsProgress = true

  public init() {}

  var recordInterval: Int { recordEvery ?? max(1, steps / 100) }

  func validate() throws(ToyLibError) {
    try require(steps >= 0 && steps <= Int(UInt32.max), "steps", steps, "between 0 and 2^32 − 1")
    try require(batch >= 1 && batch <= 1 << 24, "batch", batch, "between 1 and 2^24")
    try require(recordInterval >= 1, "recordEvery", recordInterval, "at least 1")
    try require(threads ?? 1 >= 1, "threads", threads ?? 1, "at least 1")
    try require(
      evaluationSamples >= 1 && evaluationSamples <= 1 << 30, "evaluationSamples",
      evaluationSamples, "between 1 and 2^30")
    try require(
      vectorUnits.isAvailable, "vectorUnits", vectorUnits, "units that this processor supports")
    for step in snapshots {
      try require(
        step >= 0 && step <= steps, "snapshot step", step, "between 0 and the run's \(steps) steps")
    }
    try optimiser.validate()
    try schedule.validate()
    try earlyStop?.validate()
  }
}

extension Training {
  /// `count` steps for snapshots, including the first and the last. They are closer together at the
  /// start, where the model changes most.
  public static func snapshotSteps(_ count: Int, of steps: Int) -> Set<Int> {
    guard count > 1 else { return [steps] }
    return Set(
      (0..<count).map { k in
        let part = Double(k) / Double(count - 1)
        return Int((Double(steps) * part * part).rounded())
      })
  }
}
