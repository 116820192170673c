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

  private init(sampleLoss: SampleLoss?, weightTerms: [WeightTerm]) {
    self.sampleLoss = sampleLoss
    self.weightTerms = weightTerms
  }

  /// Mean over samples and features of I_i (x_i − x′_i)².
  public static let squaredError = Objective(sampleLoss: nil, weightTerms: [])

  /// A custom loss, averaged over samples and features. It is much slower than the built-in loss,
  /// and may train on other samples of the same features.
  public static func custom(_ loss: @escaping SampleLoss) -> Objective {
    Objective(sampleLoss: loss, weightTerms: [])
  }

  /// This objective plus a term that depends on the weights.
  public func adding(_ term: @escaping WeightTerm) -> Objective {
    Objective(sampleLoss: sampleLoss, weightTerms: weightTerms + [term])
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

extension ParameterGradient: CustomStringConvertible {
  public var description: String { "Gradient of \(weights.rows) features in \(weights.columns) dimensions" }
}
