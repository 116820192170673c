/// The parts of an autoencoder's loss on a batch, as means over its samples.
public struct AutoencoderLoss: Sendable, Hashable {
  /// The mean over dimensions of (h − ĥ)².
  public let reconstruction: Float
  /// The penalty for active latents.
  public let penalty: Float
  /// A gated autoencoder's loss of its gate; 0 in others.
  public let auxiliary: Float
  /// The fraction of samples in which each latent is active.
  public let activity: [Float]

  public var total: Float { reconstruction + penalty + auxiliary }
  /// L0: the mean number of active latents in a sample.
  public var activeLatents: Float { activity.reduce(0, +) }
}
