/// A model before training: its architecture, importances and initial weights. Training makes
/// networks from it.
public protocol ToyModel: Sendable {
  var architecture: Architecture { get }
}

extension Architecture: ToyModel {
  public var architecture: Architecture { self }
}

/// x′ = WᵀWx + b: the baseline, which never uses superposition (the paper's "Basic results").
public struct LinearModel: ToyModel, Hashable {
  public var architecture: Architecture

  /// `hidden` is the paper's m. Defaults: tied weights, a trained bias, importance 1.
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

  /// `hidden` is the paper's m. Defaults: tied weights, a trained bias, importance 1.
  public init(
    hidden: Int, importance: Importance = .uniform, bias: Bool = true, tied: Bool = true,
    hiddenPenalty: Double = 0, initialWeights: InitialWeights = .xavier
  ) {
    architecture = Architecture(
      hidden: hidden, hiddenActivation: .linear, outputActivation: .relu, tied: tied, bias: bias,
      importance: importance, hiddenPenalty: hiddenPenalty, initialWeights: initialWeights)
  }
}

/// h = ReLU(Wx), x′ = ReLU(Wᵀh + b): hidden units are neurons, a privileged basis.
public struct ReLUHiddenModel: ToyModel, Hashable {
  public var architecture: Architecture

  /// `hidden` is the paper's m, here the number of neurons. Defaults: tied weights, a trained
  /// output bias, importance 1. There is no hidden bias, because with one the model could act
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

/// h = ReLU(W₁x), y′ = ReLU(W₂h + b), trained to output |x|: computation in superposition.
///
/// Train it on features with `magnitude: .signedUniform`.
public struct AbsoluteValueModel: ToyModel, Hashable {
  public var architecture: Architecture

  /// `hidden` is the number of neurons. Weights are untied. Defaults: a trained output bias,
  /// importance 1.
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
