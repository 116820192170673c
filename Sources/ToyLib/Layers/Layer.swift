/// One layer of a ``LayeredModel``.
///
///     [.linear(50, bias: false), .relu, .linear(100, bias: false)]
public indirect enum Layer: Sendable {
  /// Wx + b.
  case linear(LinearLayer)
  /// A function of each unit.
  case activation(ActivationFunction)
  /// x + f(x), where f is the given layers: its outputs are as many as its inputs.
  case residual([Layer])
}

extension Layer {
  /// Wx + b with trained weights, shape [outputs, inputs], as PyTorch's `nn.Linear` has them.
  ///
  /// - Parameters:
  ///   - outputs: The number of units.
  ///   - bias: Whether there is a trained bias b. Default: yes.
  ///   - initial: The initial weights. Default: PyTorch's, uniform in ±1/√inputs.
  ///   - initialBias: The initial biases. Default: zeros.
  ///   - mask: Shape [outputs, inputs]: a weight stays 0 where the mask is 0.
  ///   - name: The name of the weights. Default: `W1`, `W2`, … in order. The bias of `W1` is `b1`,
  ///     that of a weight with another name is `b_` and the name.
  public static func linear(
    _ outputs: Int, bias: Bool = true, initial: InitialParameters = .uniformByInputs,
    initialBias: InitialParameters = .zeros, mask: Matrix? = nil, name: String? = nil
  ) -> Layer {
    .linear(
      LinearLayer(
        weights: .trained(outputs: outputs, initial: initial, mask: mask), bias: bias,
        initialBias: initialBias, name: name))
  }

  /// Mx + b with a matrix M, shape [outputs, inputs], that is not trained. Default: without a bias.
  public static func fixed(_ matrix: Matrix, bias: Bool = false, name: String? = nil) -> Layer {
    .linear(LinearLayer(weights: .fixed(matrix), bias: bias, name: name))
  }

  /// Wᵀx + b with the weights of an earlier layer, which are shared. Default: without a bias.
  public static func transpose(of name: String, bias: Bool = false) -> Layer {
    .linear(LinearLayer(weights: .shared(name, transposed: true), bias: bias))
  }

  /// Wx + b with the weights of an earlier layer once more. Default: without a bias.
  public static func shared(with name: String, bias: Bool = false) -> Layer {
    .linear(LinearLayer(weights: .shared(name, transposed: false), bias: bias))
  }

  /// max(0, x)
  public static var relu: Layer { .activation(.relu) }
  /// x Φ(x), with the normal distribution function Φ.
  public static var gelu: Layer { .activation(.gelu) }
  /// |x|
  public static var absolute: Layer { .activation(.absolute) }
  /// x²
  public static var square: Layer { .activation(.square) }
  /// x, but 0 below 0 and 1 above 1.
  public static var hardSigmoid: Layer { .activation(.hardSigmoid) }
}

/// A linear layer: its weights and whether it has a bias.
public struct LinearLayer: Sendable {
  /// Where the weights come from.
  public enum Weights: Sendable {
    /// Trained weights [outputs, inputs]; those where `mask` is 0 stay 0.
    case trained(outputs: Int, initial: InitialParameters, mask: Matrix?)
    /// A matrix [outputs, inputs] that is not trained.
    case fixed(Matrix)
    /// The weights of the layer with this name, or their transpose.
    case shared(String, transposed: Bool)
  }

  public var weights: Weights
  public var bias: Bool
  public var initialBias: InitialParameters
  public var name: String?

  public init(
    weights: Weights, bias: Bool, initialBias: InitialParameters = .zeros, name: String? = nil
  ) {
    self.weights = weights
    self.bias = bias
    self.initialBias = initialBias
    self.name = name
  }
}

/// How weights or biases start.
public enum InitialParameters: Sendable, Hashable {
  case zeros
  /// Uniform between −bound and bound.
  case uniform(Double)
  /// Uniform between −1/√inputs and 1/√inputs: PyTorch's start of `nn.Linear`.
  case uniformByInputs
  /// Normal with mean 0.
  case normal(deviation: Double)
  /// Uniform between −√(6 / inputs) and √(6 / inputs), for layers before a ReLU (He et al., 2015).
  case kaimingUniform
  /// Normal with standard deviation √(2 / inputs), for layers before a ReLU (He et al., 2015).
  case kaimingNormal
  /// These numbers: a matrix [outputs, inputs], or [1, outputs] for a bias.
  case values(Matrix)

  /// Throws unless `count` numbers in this shape can be drawn.
  func validate(_ name: String, rows: Int, columns: Int) throws(ToyLibError) {
    switch self {
    case .uniform(let size), .normal(let size):
      try require(size >= 0 && size.isFinite, "initial size of \(name)", size, "0 or more, finite")
    case .values(let matrix): try matrix.check("initial values of \(name)", rows: rows, columns: columns)
    case .zeros, .uniformByInputs, .kaimingUniform, .kaimingNormal: break
    }
  }

  /// `count` numbers of a layer with `inputs` inputs.
  func drawn(_ count: Int, inputs: Int, using random: inout RandomSource) -> [Float] {
    let n = Double(max(1, inputs))
    switch self {
    case .zeros: return Array(repeating: 0, count: count)
    case .values(let matrix): return matrix.elements
    case .uniform(let bound): return uniform(count, bound, &random)
    case .uniformByInputs: return uniform(count, 1 / n.squareRoot(), &random)
    case .kaimingUniform: return uniform(count, (6 / n).squareRoot(), &random)
    case .normal(let deviation): return normal(count, deviation, &random)
    case .kaimingNormal: return normal(count, (2 / n).squareRoot(), &random)
    }
  }

  private func uniform(_ count: Int, _ bound: Double, _ random: inout RandomSource) -> [Float] {
    let bound = Float(bound)
    return (0..<count).map { _ in bound * (2 * random.uniform() - 1) }
  }

  private func normal(_ count: Int, _ deviation: Double, _ random: inout RandomSource) -> [Float] {
    let deviation = Float(deviation)
    return (0..<count).map { _ in deviation * random.normal() }
  }
}

extension Matrix {
  /// Throws unless this matrix has the given shape and finite elements.
  func check(_ name: String, rows: Int, columns: Int) throws(ToyLibError) {
    guard self.rows == rows && self.columns == columns else {
      throw .mismatch(
        what: name, expected: "\(rows) × \(columns)", found: "\(self.rows) × \(self.columns)")
    }
    try require(elements.allSatisfy(\.isFinite), name, "NaN or infinite in some element", "finite")
  }
}
