/// What training a ``LayeredModel`` minimises: a sum of terms.
///
///     .power(4) + 0.01 * .activationPenalty()
public struct LossFunction: Sendable {
  /// The losses of sixteen samples. Write ∂loss/∂output of each into `gradient`, which contains zeros
  /// on entry.
  public typealias Body =
    @Sendable (_ output: SampleBlock, _ target: SampleBlock, _ gradient: SampleBlock)
    -> SIMD16<Float>

  struct Term: Sendable {
    enum Kind: Sendable {
      case power(Double, Importance)
      case crossEntropy
      case own(String, Body)
      case activations(power: Double, layers: [Int]?)
      case weights(power: Double)
    }
    var factor: Double
    let kind: Kind
  }

  private(set) var terms: [Term]

  private init(_ kind: Term.Kind) { terms = [Term(factor: 1, kind: kind)] }

  /// Mean over samples and outputs of I_i |y_i − t_i|^p, p ≥ 1.
  public static func power(_ power: Double, importance: Importance = .uniform) -> LossFunction {
    LossFunction(.power(power, importance))
  }

  /// Mean over samples and outputs of (y_i − t_i)².
  public static var squaredError: LossFunction { .power(2) }

  /// Mean over samples of −Σ t_i log softmax(y)_i. The targets are shares, such as one-hot vectors.
  public static var crossEntropy: LossFunction { LossFunction(.crossEntropy) }

  /// A loss of your own, averaged over samples. ToyLib may call it on any thread.
  ///
  ///     .own("cosh") { output, target, gradient in
  ///       var loss = SIMD16<Float>()
  ///       for i in output.indices { … }
  ///       return loss
  ///     }
  public static func own(_ name: String, _ body: @escaping Body) -> LossFunction {
    LossFunction(.own(name, body))
  }

  /// Mean over samples of Σ |h|^p over the outputs of activation functions: all of them, or those
  /// with the given numbers (0 is the first). The default power 1 makes them sparse.
  public static func activationPenalty(power: Double = 1, of layers: [Int]? = nil) -> LossFunction {
    LossFunction(.activations(power: power, layers: layers))
  }

  /// Σ |w|^p over all trained weights, without biases.
  public static func weightPenalty(power: Double = 1) -> LossFunction {
    LossFunction(.weights(power: power))
  }

  public static func + (left: LossFunction, right: LossFunction) -> LossFunction {
    var sum = left
    sum.terms += right.terms
    return sum
  }

  public static func * (factor: Double, loss: LossFunction) -> LossFunction {
    var product = loss
    for i in product.terms.indices { product.terms[i].factor *= factor }
    return product
  }
}

extension LossFunction {
  /// Throws unless it can be computed for a model with `outputs` outputs and `activations`
  /// activation functions.
  func validate(outputs: Int, activations: Int) throws(ToyLibError) {
    for term in terms {
      try require(
        term.factor.isFinite && term.factor >= 0, "factor of a loss", term.factor, "0 or more, finite")
      switch term.kind {
      case .power(let power, let importance):
        try LossFunction.check(power)
        _ = try importance.weights(count: outputs)
      case .weights(let power): try LossFunction.check(power)
      case .activations(let power, let layers):
        try LossFunction.check(power)
        try require(
          activations > 0, "activation penalty", "of no layer",
          "of a model with an activation function")
        for layer in layers ?? [] {
          try require(
            (0..<activations).contains(layer), "layer of an activation penalty", layer,
            "between 0 and \(activations - 1)")
        }
      case .crossEntropy, .own: break
      }
    }
  }

  private static func check(_ power: Double) throws(ToyLibError) {
    try require(power >= 1 && power.isFinite, "power of a loss", power, "1 or more, finite")
  }
}

extension LossFunction: CustomStringConvertible {
  public var description: String { terms.map(\.words).joined(separator: " + ") }
}

extension LossFunction.Term {
  fileprivate var words: String {
    let name =
      switch kind {
      case .power(let power, .constant(1)): "mean \(LossFunction.power("y − t", power))"
      case .power(let power, _): "mean I \(LossFunction.power("y − t", power))"
      case .crossEntropy: "cross-entropy"
      case .own(let name, _): name
      case .activations(let power, _): "Σ\(LossFunction.power("h", power))"
      case .weights(let power): "Σ\(LossFunction.power("w", power))"
      }
    return factor == 1 ? name : "\(factor.formatted) \(name)"
  }
}

extension LossFunction {
  /// `|y − t|⁴`
  fileprivate static func power(_ base: String, _ power: Double) -> String {
    switch power {
    case 1: "|\(base)|"
    case 2: base.contains(" ") ? "(\(base))²" : "\(base)²"
    case 3: "|\(base)|³"
    case 4: "|\(base)|⁴"
    default: "|\(base)|^\(power.formatted)"
    }
  }
}

extension Double {
  /// Without a fraction of zero.
  fileprivate var formatted: String {
    self == rounded() && magnitude < 1e15 ? "\(Int(self))" : "\(self)"
  }
}
