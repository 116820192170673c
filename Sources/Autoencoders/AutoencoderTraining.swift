/// Everything that says how autoencoders are trained. Two equal values give equal bits.
public struct AutoencoderTraining: Sendable, Hashable {
  /// How many updates.
  public var steps = 20_000
  /// Fresh activations in each update; all of a fixed data set.
  public var batch = 1_024
  /// Adam's, with β 0.9 and 0.999 and ε 10⁻⁸.
  public var rate: Float = 1e-3
  /// What happens to latents that are never active.
  public var resampling = Resampling.none
  /// Steps after which to keep the autoencoder; 0 is before training.
  public var snapshots: Set<Int> = []
  /// How many steps lie between two records of the history; by default a hundredth of the run.
  public var recordEvery: Int?

  /// What happens to latents that were active in no sample of the last `window` steps, every
  /// `every` steps.
  public enum Resampling: Sendable, Hashable {
    case none
    /// They start again in a random direction: encoder of length 1/2, bias 0.
    case random(every: Int, window: Int)
    /// They start again towards an activation that is badly reconstructed, drawn with probability
    /// in proportion to its squared loss; the encoder is half as long as those alive on average.
    ///
    /// Source: Bricken et al. (2023), as ARENA has it.
    case highLoss(every: Int, window: Int)

    /// ARENA's intervals.
    public static let random = Resampling.random(every: 2_500, window: 500)
    public static let highLoss = Resampling.highLoss(every: 2_500, window: 500)

    /// Whether it is time after `step` steps, and how many steps to look back on.
    var interval: (every: Int, window: Int)? {
      switch self {
      case .none: nil
      case .random(let every, let window), .highLoss(let every, let window): (every, window)
      }
    }

    /// `none`, `random` or `high loss`.
    public var name: String {
      switch self {
      case .none: "none"
      case .random: "random"
      case .highLoss: "high loss"
      }
    }
  }

  public init() {}

  var recordInterval: Int { recordEvery ?? max(1, steps / 100) }

  func validate() throws(AutoencoderError) {
    try AutoencoderError.require(steps >= 0, "steps", steps, "0 or more")
    try AutoencoderError.require(recordInterval >= 1, "recordEvery", recordInterval, "at least 1")
    try AutoencoderError.require(rate >= 0 && rate.isFinite, "rate", rate, "0 or more, finite")
    if let (every, window) = resampling.interval {
      try AutoencoderError.require(
        every >= 1 && window >= 1 && window <= every, "resampling window of \(every) steps", window,
        "between 1 and the steps between resamplings")
    }
  }
}
