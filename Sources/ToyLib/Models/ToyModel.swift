/// A recipe for a model: what it computes and how it starts. Training makes networks of it.
public protocol ToyModel: Sendable {
  var architecture: Architecture { get }
}

extension Architecture: ToyModel {
  public var architecture: Architecture { self }
}

/// x′ = WᵀWx + b: the baseline that never uses superposition (the paper's "Basic results").
public struct LinearModel: ToyModel, Hashable {
  public var architecture: Architecture

  /// `hidden` is the paper's m. Tied weights, a trained bias and importance 1 unless said
  /// otherwise.
  public init(
    hidden: Int, importance: Importance = .uniform, bias: Bool = true, tied: Bool = true,
    hiddenPenalty: Double = 0, initialWeights: InitialWeights = .xavier
  ) {
    architecture = Architecture(
      hidden: hidden, hiddenActivation: .linear, outputActivation: .linear, tied: tied, bias: bias,
      importance: importance, hiddenPenalty: hiddenPenalty, initialWeights: initialWeights)
  }
}

/// x′ = ReLU(WᵀWx + b): the model of most of the paper.
public struct ReLUOutputModel: ToyModel, Hashable {
  public var architecture: Architecture

  /// `hidden` is the paper's m. Tied weights, a trained bias and importance 1 unless said
  /// otherwise.
  public init(
    hidden: Int, importance: Importance = .uniform, bias: Bool = true, tied: Bool = true,
    hiddenPenalty: Double = 0, initialWeights: InitialWeights = .xavier
  ) {
    architecture = Architecture(
      hidden: hidden, hiddenActivation: .linear, outputActivation: .relu, tied: tied, bias: bias,
      importance: importance, hiddenPenalty: hiddenPenalty, initialWeights: initialWeights)
  }
}

/// h = ReLU(Wx), x′ = ReLU(Wᵀh + b): neurons, a privileged basis.
public struct ReLUHiddenModel: ToyModel, Hashable {
  public var architecture: Architecture

  /// `hidden` is the paper's m, here its neurons. Tied weights, a trained output bias and
  /// importance 1 unless said otherwise. There is no hidden bias: with one the model could act
  /// linearly.
  public init(
    hidden: Int, importance: Importance = .uniform, bias: Bool = true, tied: Bool = true,
    hiddenPenalty: Double = 0, initialWeights: InitialWeights = .xavier
  ) {
    architecture = Architecture(
      hidden: hidden, hiddenActivation: .relu, outputActivation: .relu, tied: tied, bias: bias,
      importance: importance, hiddenPenalty: hiddenPenalty, initialWeights: initialWeights)
  }
}

/// h = ReLU(W₁x), y′ = ReLU(W₂h + b), asked for |x|: computation in superposition.
///
/// Train it on features with `magnitude: .signedUniform`.
public struct AbsoluteValueModel: ToyModel, Hashable {
  public var architecture: Architecture

  /// `hidden` is the number of neurons. Untied weights, a trained output bias and importance 1
  /// unless said otherwise.
  public init(
    hidden: Int, importance: Importance = .uniform, bias: Bool = true,
    hiddenPenalty: Double = 0, initialWeights: InitialWeights = .xavier
  ) {
    architecture = Architecture(
      hidden: hidden, hiddenActivation: .relu, outputActivation: .relu, tied: false, bias: bias,
      target: .absoluteValue, importance: importance, hiddenPenalty: hiddenPenalty,
      initialWeights: initialWeights)
  }
}
