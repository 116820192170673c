/// L_1 of the paper in closed form, with its derivatives: exactly one feature is present at a time,
/// with a value uniform in [0, 1] and importance 1.
///
/// The parameters are features · hidden + features numbers in double precision: the rows of W, then
/// b. Use it to optimise L_1; `Network.oneHotLoss` only evaluates it.
///
/// Source: Chen et al., "Dynamical versus Bayesian Phase Transitions" (2023), Lemma 3.1, whose
/// loss is this value divided by the number of features.
public struct OneHotLoss: Sendable, Hashable {
  public let features: Int
  public let hidden: Int

  public init(features: Int, hidden: Int) {
    precondition(features >= 1 && hidden >= 1, "\(features) features in \(hidden) dimensions")
    self.features = features
    self.hidden = hidden
  }

  /// The number of parameters.
  public var parameters: Int { features * hidden + features }

  /// A network's weights and bias as parameters.
  public func parameters(of network: Network) -> [Double] {
    precondition(
      network.features == features && network.hidden == hidden,
      "\(network) does not match a loss of \(features) features in \(hidden) dimensions")
    return (network.weights.elements + network.bias).map { Double($0) }
  }

  /// The summed squared error expected when each feature in turn is present, summed over features.
  public func value(at parameters: [Double]) -> Double {
    var gradient: [Double] = []
    return evaluate(parameters, adding: &gradient)
  }

  /// The value. Its derivatives with respect to all parameters replace the contents of `gradient`.
  public func value(at parameters: [Double], gradient: inout [Double]) -> Double {
    gradient = Array(repeating: 0, count: self.parameters)
    return evaluate(parameters, adding: &gradient)
  }

  /// Derivatives are not computed if `gradient` is empty.
  private func evaluate(_ parameters: [Double], adding gradient: inout [Double]) -> Double {
    precondition(
      parameters.count == self.parameters, "\(parameters.count) parameters, not \(self.parameters)")
    let firstBias = features * hidden
    var sum = 0.0
    for i in 0..<features {
      for j in 0...i {
        var product = 0.0
        for k in 0..<hidden { product += parameters[i * hidden + k] * parameters[j * hidden + k] }
        let (bi, bj) = (parameters[firstBias + i], parameters[firstBias + j])
        let first = i == j ? Term.own(product, bi) : Term.cross(product, bi)
        let second = i == j ? Term.zero : Term.cross(product, bj)
        sum += first.value + second.value
        guard !gradient.isEmpty else { continue }
        gradient[firstBias + i] += first.byBias / 3
        gradient[firstBias + j] += second.byBias / 3
        let slope = (first.byProduct + second.byProduct) / 3
        for k in 0..<hidden where slope != 0 {
          gradient[i * hidden + k] += slope * parameters[j * hidden + k]
          gradient[j * hidden + k] += slope * parameters[i * hidden + k]
        }
      }
    }
    return sum / 3
  }
}

extension OneHotLoss {
  /// Three times an integral over one feature's value, and its derivatives by a = W_i · W_j and by
  /// b_i.
  public struct Term: Sendable, Hashable {
    public let value: Double, byProduct: Double, byBias: Double

    init(_ value: Double, byProduct: Double, byBias: Double) {
      self.value = value
      self.byProduct = byProduct
      self.byBias = byBias
    }

    static let zero = Term(0, byProduct: 0, byBias: 0)

    /// 3 ∫₀¹ ReLU(a x + b)² dx: the loss of an absent feature's output.
    public static func cross(_ a: Double, _ b: Double) -> Term {
      if b > 0 {
        guard a < -b else {
          return Term(
            a * a + 3 * a * b + 3 * b * b, byProduct: 2 * a + 3 * b, byBias: 3 * a + 6 * b)
        }
        let ratio = b / a
        return Term(
          -b * b * ratio, byProduct: b * ratio * ratio, byBias: -3 * b * ratio)
      }
      guard a > 0, a + b > 0 else { return .zero }
      let top = a + b
      let ratio = top / a
      return Term(
        top * top * ratio, byProduct: 3 * top * ratio - top * ratio * ratio, byBias: 3 * top * ratio
      )
    }

    /// 3 ∫₀¹ (x − ReLU(a x + b))² dx: the loss of the present feature's output.
    public static func own(_ a: Double, _ b: Double) -> Term {
      let missing = 1 - a
      let open = Term(
        missing * missing - 3 * missing * b + 3 * b * b, byProduct: -2 * missing + 3 * b,
        byBias: -3 * missing + 6 * b)
      if b > 0 { return open }
      guard a > 0, a + b >= 0 else { return Term(1, byProduct: 0, byBias: 0) }
      let ratio = b / a
      return Term(
        open.value + b * ratio * ratio + b * b * ratio,
        byProduct: open.byProduct - 2 * ratio * ratio * ratio - b * ratio * ratio,
        byBias: open.byBias + 3 * ratio * ratio + 3 * b * ratio)
    }
  }
}

extension Network {
  /// L_1 of the paper: the summed loss expected when exactly feature i, and each i in turn, is
  /// present with a value uniform in [0, 1] and importance 1, in closed form; summed over i.
  public var oneHotLoss: Double {
    let landscape = OneHotLoss(features: features, hidden: hidden)
    return landscape.value(at: landscape.parameters(of: self))
  }
}
