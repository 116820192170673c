/// The two parts of the paper's loss: the loss of features that are not represented, and the loss
/// by interference.
///
/// Source: Elhage et al. (2022), "Mathematical Understanding".
public struct LossTerms: Sendable, Hashable {
  /// The loss that representing features removes: 0 if all of them are represented. The paper calls
  /// the decrease of this term the *feature benefit*.
  public var missing: Double
  /// The loss that features cause in each other's outputs.
  public var interference: Double

  public init(missing: Double, interference: Double) {
    self.missing = missing
    self.interference = interference
  }

  public var total: Double { missing + interference }
}

extension Network {
  /// Σ_i I_i (1 − ‖W_i‖²)² and Σ_{i≠j} I_j (W_i · W_j)²: the loss of a linear model up to a factor.
  ///
  /// With independent features of one variance, and the bias that makes every mean correct, the
  /// summed loss of a linear network is exactly that variance times the total.
  public var linearTerms: LossTerms {
    get throws {
      try terms { a, _ in
        squared(1 - a)
      } cross: { a, _ in
        a * a
      }
    }
  }

  /// The terms of L₁ for exactly one present feature with the value 1: Σ_i I_i (1 − ReLU(‖W_i‖² +
  /// b_i))² and Σ_{i≠j} I_j ReLU(W_i · W_j + b_j)².
  ///
  /// For unit vectors without a bias, the interference is the energy of a Thomson problem in which
  /// only pairs at acute angles repel each other.
  public var brightTerms: LossTerms {
    get throws {
      try terms { a, b in
        squared(1 - max(0, a + b))
      } cross: { a, b in
        squared(max(0, a + b))
      }
    }
  }

  /// L₁, the summed loss with exactly one feature present, uniform in [0, 1], and each in turn: the
  /// feature's own output and all others.
  ///
  /// Closed form; for importance 1 the total is ``oneHotLoss``.
  public var oneSparseTerms: LossTerms {
    get throws {
      try terms {
        OneHotLoss.Term.own($0, $1).value / 3
      } cross: {
        OneHotLoss.Term.cross($0, $1).value / 3
      }
    }
  }

  /// Σ_i I_i own(W_i · W_i, b_i) and Σ_{i≠j} I_j cross(W_i · W_j, b_j).
  private func terms(
    own: (Double, Double) -> Double, cross: (Double, Double) -> Double
  ) throws -> LossTerms {
    let gram = weights.gram
    let importance = try architecture.importance.weights(count: features)
    var terms = LossTerms(missing: 0, interference: 0)
    for j in 0..<features {
      let (weight, b) = (Double(importance[j]), Double(bias[j]))
      for i in 0..<features {
        let a = Double(gram[i, j])
        if i == j {
          terms.missing += weight * own(a, b)
        } else {
          terms.interference += weight * cross(a, b)
        }
      }
    }
    return terms
  }
}

private func squared(_ x: Double) -> Double { x * x }
