public import ToyLib

/// The activations that an autoencoder is trained on: sums of features, each times its direction.
///
/// For a toy model these are its hidden activations, h = x W. For any features and directions they
/// are synthetic data with a known dictionary.
public struct Activations: Sendable {
  public let features: any FeatureSampler
  /// Shape [features, dimensions]: row i is the contribution of feature i with value 1.
  public let directions: Matrix
  /// The activation function of the sum.
  public let activation: Activation

  /// Throws `AutoencoderError` unless there is one direction for each feature.
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

  /// The hidden activations of a trained model on the features that it was trained on.
  public init(of model: TrainedModel) throws {
    try self.init(of: model.network, on: model.features)
  }

  /// Dimensions of an activation.
  public var dimensions: Int { directions.columns }

  /// `count` activations as a matrix [samples, dimensions]. Equal seeds give equal samples.
  public func samples(_ count: Int, seed: UInt64 = 0) throws -> Matrix {
    activations(of: try features.samples(count, seed: seed))
  }

  /// The activations of given features [samples, features].
  public func activations(of samples: Matrix) -> Matrix {
    let sums = samples.times(directions)
    return activation == .relu ? sums.map { max(0, $0) } : sums
  }
}
