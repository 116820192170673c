/// What training makes small: the importance-weighted squared error, unless you say otherwise.
public struct Objective: Sendable {
  /// A sample's loss, summed over its features, and its derivative by each output.
  ///
  /// `target` and `output` have one number a feature; write ∂loss/∂output into `gradient`, which
  /// arrives as zeros. May be called on any thread.
  public typealias SampleLoss =
    @Sendable (
      _ target: [Float], _ output: [Float], _ gradient: inout [Float]
    ) -> Float

  /// A term on the weights themselves: its value, adding its derivatives to `gradient`.
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

  /// A loss of your own instead, averaged over samples and features. Much slower than the built-in
  /// one, which may train on other samples of the same features.
  public static func custom(_ loss: @escaping SampleLoss) -> Objective {
    Objective(sampleLoss: loss, weightTerms: [])
  }

  /// This objective and a term on the weights.
  public func adding(_ term: @escaping WeightTerm) -> Objective {
    Objective(sampleLoss: sampleLoss, weightTerms: weightTerms + [term])
  }
}

/// Derivatives by a network's parameters, in the network's shapes.
public struct ParameterGradient: Sendable, Hashable {
  /// ∂/∂W, shape [features, hidden]. In a tied network both uses of W count here.
  public var weights: Matrix
  /// ∂/∂V, shape [features, hidden]; `nil` in a tied network.
  public var outputWeights: Matrix?
  /// ∂/∂b, one for each feature.
  public var bias: [Float]
}

extension ParameterGradient: CustomStringConvertible {
  public var description: String { "Gradient of \(weights.rows) features in \(weights.columns) dimensions" }
}
