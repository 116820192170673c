public import ToyLib

/// The settings of autoencoder training. Equal settings give equal bits.
public struct AutoencoderTraining: Sendable, Hashable {
  /// The number of updates.
  public var steps = 20_000
  /// New activations in each update; a fixed data set is used completely.
  public var batch = 1_024
  /// The learning rate of Adam, whose ε is 10⁻⁸.
  public var rate: Float = 1e-3
  /// β₁ and β₂ of Adam: how much of its running means of gradients and of their squares a step keeps.
  public var beta1: Float = 0.9, beta2: Float = 0.999
  /// How the learning rate changes.
  public var schedule = Schedule.constant
  /// Which latents reconstruct: all, or in a Matryoshka autoencoder also fewer of them.
  public var prefixes = Prefixes.whole
  /// The mean number of active latents that the penalty is adjusted to: by 0.03 % in each step. `nil`
  /// keeps the kind's penalty.
  ///
  /// Source: Nabeshima, "Matryoshka Sparse Autoencoders" (2024).
  public var targetActive: Double?
  /// Steps during which the penalty grows from 0 to its value. The adjustment to ``targetActive`` begins
  /// after them.
  public var penaltyWarmUp = 0
  /// Whether latents are sorted after every step, by a moving mean of their squared activations (rate
  /// 0.05). In a Matryoshka autoencoder the latents that reconstruct most then belong to most prefixes.
  ///
  /// Not for a crosscoder with shared latents, which are its first ones. Source: Nabeshima (2024).
  public var sortsLatents = false
  /// The treatment of latents that are never active.
  public var resampling = Resampling.none
  /// Steps after which to keep the autoencoder; 0 is before training.
  public var snapshots: Set<Int> = []
  /// Steps between two records of the history. Default: a hundredth of the run.
  public var recordEvery: Int?

  /// The numbers of first latents that reconstruct by themselves. The loss is the mean over prefixes of
  /// the reconstruction error and the penalty of their latents.
  ///
  /// With several prefixes the first latents must reconstruct by themselves: a Matryoshka autoencoder.
  /// Source: Nabeshima (2024); Bussmann et al., "Learning Multi-Level Features with Matryoshka Sparse
  /// Autoencoders" (2025).
  public enum Prefixes: Sendable, Hashable {
    /// All latents together.
    case whole
    /// These numbers and all latents.
    case fixed([Int])
    /// All latents, and `count` − 1 different shorter prefixes, drawn in every step: l latents with a
    /// probability in proportion to l^power − (l − 1)^power, so shorter ones are more likely for a power
    /// below 1.
    case random(count: Int, power: Double)

    /// The source's.
    public static let random = Prefixes.random(count: 10, power: 0.5)
  }

  /// The treatment of latents that were active in no sample of the last `window` steps, every
  /// `every` steps.
  public enum Resampling: Sendable, Hashable {
    case none
    /// Reinitialised in a random direction: encoder of length 1/2, bias 0.
    case random(every: Int, window: Int)
    /// Reinitialised towards a badly reconstructed activation, drawn with probability proportional
    /// to its squared loss; the encoder has half the mean length of those of active latents.
    ///
    /// Source: Bricken et al. (2023), as in ARENA.
    case highLoss(every: Int, window: Int)

    /// ARENA's intervals.
    public static let random = Resampling.random(every: 2_500, window: 500)
    public static let highLoss = Resampling.highLoss(every: 2_500, window: 500)

    /// Whether resampling is due after `step` steps, and the number of steps to consider.
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

  func validate() throws {
    try schedule.validate()
    try AutoencoderError.require(steps >= 0, "steps", steps, "0 or more")
    try AutoencoderError.require(recordInterval >= 1, "recordEvery", recordInterval, "at least 1")
    try AutoencoderError.require(rate >= 0 && rate.isFinite, "rate", rate, "0 or more, finite")
    for (name, beta) in [("beta1", beta1), ("beta2", beta2)] {
      try AutoencoderError.require(beta >= 0 && beta < 1, name, beta, "at least 0 and below 1")
    }
    try AutoencoderError.require(penaltyWarmUp >= 0, "penaltyWarmUp", penaltyWarmUp, "0 or more")
    try AutoencoderError.require(
      targetActive ?? 1 > 0 && targetActive ?? 1 < .infinity, "targetActive", targetActive ?? 1,
      "above 0, finite")
    if let (every, window) = resampling.interval {
      try AutoencoderError.require(
        every >= 1 && window >= 1 && window <= every, "resampling window of \(every) steps", window,
        "between 1 and the steps between resamplings")
    }
  }
}
