/// A critical point of the sparse limit: k features as a regular polygon in two dimensions, the
/// others dead, some of them with a positive bias.
///
///     try KGonLevel(5, of: 6).loss                  // 0.06874
///     try KGonLevel(5, of: 6, positive: 1).loss     // 0.06180
///
/// Data: exactly one of `features` present, uniform in [0, 1]. Source: Chen et al. (2023), for k up
/// to 8; 9, 10 and 11 have no such critical point.
public struct KGonLevel: Sendable, Hashable {
  /// k.
  public let count: Int
  /// c: how many features there are.
  public let features: Int
  /// σ: how many dead features have the bias 1/(2c).
  public let positive: Int
  /// ‖W_i‖ of the k features.
  public let length: Double
  /// Their bias.
  public let bias: Double
  /// L = (h_k + c − k)/(3c) − σ/(4c²): the squared error summed over features, mean over samples.
  public let loss: Double
  /// The mean over features too, as the loss of a trained model shows it.
  public var meanLoss: Double { loss / Double(features) }

  /// Throws `ToyLibError` when k is not 2 to 8, or k and σ together are more than the features.
  public init(_ count: Int, of features: Int, positive: Int = 0) throws {
    try require(count >= 2 && count <= 8, "k of a k-gon", count, "between 2 and 8")
    try require(features >= count, "features", features, "at least k = \(count)")
    try require(
      positive >= 0 && positive <= features - count, "positive", positive,
      "between 0 and the \(features - count) dead features")
    self.count = count
    self.features = features
    self.positive = positive
    let polygon = RegularPolygon(corners: count)
    (length, bias) = polygon.optimum
    let c = Double(features)
    let dead = (c - Double(count)) / 3
    loss =
      (polygon.oneSparseTerms(length: length, bias: bias).total + dead) / c
      - Double(positive) / (4 * c * c)
  }
}
