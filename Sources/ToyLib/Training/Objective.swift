/// The function that training minimises. Default: the importance-weighted squared error.
public struct Objective: Sendable {
  /// A sample's loss, summed over its features, and its derivative with respect to each output.
  ///
  /// `target` and `output` have one number per feature. Write ∂loss/∂output into `gradient`, which
  /// contains zeros on entry. ToyLib may call this on any thread.
  public typealias SampleLoss =
    @Sendable (
      _ target: [Float], _ output: [Float], _ gradient: inout [Float]
    ) -> Float

  /// A term that depends on the weights: returns its value and adds its derivatives to `gradient`.
  public typealias WeightTerm =
    @Sendable (
      _ network: Network, _ gradient: inout ParameterGradient
    ) -> Float

  let sampleLoss: SampleLoss?
  let weightTerms: [WeightTerm]
  /// Whether the models were trained with another objective, which a file could not hold.
  let isUnknown: Bool

  private init(sampleLoss: SampleLoss?, weightTerms: [WeightTerm], isUnknown: Bool = false) {
    self.sampleLoss = sampleLoss
    self.weightTerms = weightTerms
    self.isUnknown = isUnknown
  }

  /// Mean over samples and features of I_i (x_i − x′_i)².
  public static let squaredError = Objective(sampleLoss: nil, weightTerms: [])

  /// The objective of models that were read from a file without it.
  static let unknown = Objective(sampleLoss: nil, weightTerms: [], isUnknown: true)

  /// A custom loss, averaged over samples and features. It is much slower than the built-in loss,
  /// and may train on other samples of the same features.
  ///
  /// Losses, the best model, histories and early stopping all mean this loss; `squaredError` of a
  /// model is the squared error regardless of it.
  public static func custom(_ loss: @escaping SampleLoss) -> Objective {
    Objective(sampleLoss: loss, weightTerms: [])
  }

  /// This objective plus a term that depends on the weights.
  public func adding(_ term: @escaping WeightTerm) -> Objective {
    Objective(
      sampleLoss: sampleLoss, weightTerms: weightTerms + [term], isUnknown: isUnknown)
  }

  /// Throws if this is the objective of models that were read from a file without it.
  func checkIsKnown() throws(ToyLibError) {
    try require(
      !isUnknown, "the objective of these models", "unknown",
      "passed as `objective` when their file is read: a file cannot hold a function")
  }

  /// What the terms that depend on the weights add to the loss.
  func weightLoss(of network: Network) -> Double {
    var gradient = ParameterGradient(zerosFor: network)
    return weightTerms.reduce(0) { $0 + Double($1(network, &gradient)) }
  }
}

/// Derivatives with respect to a network's parameters, in the network's shapes.
public struct ParameterGradient: Sendable, Hashable {
  /// ∂/∂W, shape [features, hidden]. In a tied network this includes both uses of W.
  public var weights: Matrix
  /// ∂/∂V, shape [features, hidden]; `nil` in a tied network.
  public var outputWeights: Matrix?
  /// ∂/∂b, one for each feature.
  public var bias: [Float]
}

extension ParameterGradient {
  /// Zeros in the shapes of `network`.
  init(zerosFor network: Network) {
    let (n, m) = (network.features, network.hidden)
    weights = Matrix(rows: n, columns: m)
    outputWeights = network.architecture.tied ? nil : Matrix(rows: n, columns: m)
    bias = Array(repeating: 0, count: n)
  }
}

extension ParameterGradient: CustomStringConvertible {
  public var description: String { "Gradient of \(weights.rows) features in \(weights.columns) dimensions" }
}
