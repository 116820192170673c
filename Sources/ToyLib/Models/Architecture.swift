/// An activation function.
public enum Activation: String, Sendable, Hashable, Codable {
  case linear
  /// max(0, ·)
  case relu
}

/// The target that a model is trained to output.
public enum Target: String, Sendable, Hashable, Codable {
  /// The input itself: x.
  case identity
  /// |x|: the paper's computation in superposition.
  case absoluteValue
}

/// The structure of a model: everything except the number of features, the weights and the data.
///
/// h = hidden(x W), x′ = output(h Vᵀ + b), with V = W where tied. Shapes: x [features],
/// h [hidden], W and V [features, hidden], b [features].
public struct Architecture: Sendable, Hashable, Codable {
  /// Hidden dimensions: the paper's m.
  public var hidden: Int
  public var hiddenActivation: Activation
  public var outputActivation: Activation
  /// Whether the output weights are the input weights.
  public var tied: Bool
  /// Whether b is trained. If not, b is 0.
  public var bias: Bool
  public var target: Target
  public var importance: Importance
  /// λ of the penalty λ‖h‖₁ added to a sample's mean loss over features; 0 for none.
  public var hiddenPenalty: Double
  public var initialWeights: InitialWeights

  public init(
    hidden: Int, hiddenActivation: Activation, outputActivation: Activation, tied: Bool,
    bias: Bool = true, target: Target = .identity, importance: Importance = .uniform,
    hiddenPenalty: Double = 0, initialWeights: InitialWeights = .xavier
  ) {
    self.hidden = hidden
    self.hiddenActivation = hiddenActivation
    self.outputActivation = outputActivation
    self.tied = tied
    self.bias = bias
    self.target = target
    self.importance = importance
    self.hiddenPenalty = hiddenPenalty
    self.initialWeights = initialWeights
  }

  func validate(features: Int) throws(ToyLibError) {
    try require(hidden >= 1, "hidden", hidden, "at least 1")
    try require(
      features >= 1 && features <= 1 << 24, "features", features, "between 1 and 2^24")
    try require(hidden <= 1 << 20, "hidden", hidden, "at most 2^20")
    try require(
      hiddenPenalty >= 0 && hiddenPenalty.isFinite, "hiddenPenalty", hiddenPenalty,
      "0 or more, finite")
    try initialWeights.validate()
    _ = try importance.weights(count: features)
  }
}
