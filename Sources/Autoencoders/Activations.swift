public import ToyLib

/// Where the activations that an autoencoder learns from come from: features, each in a direction
/// of its own, summed.
///
/// Of a toy model these are its hidden activations, h = x W; of any features and directions, synthetic
/// data whose true dictionary is known.
public struct Activations: Sendable {
  public let features: any FeatureSampler
  /// Shape [features, dimensions]: row i is what feature i adds when it is worth 1.
  public let directions: Matrix
  /// What is done to the sum.
  public let activation: Activation

  /// Throws `AutoencoderError` when there is not one direction for each feature.
  public init(
    features: some FeatureSampler, directions: Matrix, activation: Activation = .linear
  ) throws {
    try AutoencoderError.require(
      directions.rows == features.count, "directions", directions.rows,
      "one direction for each of the \(features.count) features")
    try AutoencoderError.require(
      directions.columns >= 1, "dimensions", directions.columns, "at least 1")
    self.features = features
    self.directions = directions
    self.activation = activation
  }

  /// The hidden activations of `network` on `features`.
  public init(of network: Network, on features: some FeatureSampler) throws {
    try self.init(
      features: features, directions: network.weights,
      activation: network.architecture.hiddenActivation)
  }

  /// The hidden activations of a trained model on what it was trained on.
  public init(of model: TrainedModel) throws {
    try self.init(of: model.network, on: model.features)
  }

  /// Dimensions of an activation.
  public var dimensions: Int { directions.columns }

  /// `count` activations as a matrix [samples, dimensions]; the same for the same seed.
  public func samples(_ count: Int, seed: UInt64 = 0) throws -> Matrix {
    activations(of: try features.samples(count, seed: seed))
  }

  /// The activations of given features [samples, features].
  public func activations(of samples: Matrix) -> Matrix {
    let sums = samples.times(directions)
    return activation == .relu ? sums.map { max(0, $0) } : sums
  }
}
