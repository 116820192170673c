public import ToyLib

/// y′ = ‖W x‖² − c with the target y = Σ v_i x_i²: one layer of m quadratic neurons whose loss and
/// optimum have closed forms.
///
/// The inputs are independent with mean 0, variance 1 and kurtosis κ = E x⁴. With G = WᵀW,
/// the error is Σ (v_i − G_ii) x_i² − Σ_{i≠j} G_ij x_i x_j + c; the constant c takes
/// its mean away, Var x_i² = κ − 1, and products of different inputs are uncorrelated with everything
/// else, so that
///
///     L = (κ − 1) Σ_i (v_i − G_ii)² + 2 Σ_{i≠j} G_ij²
///
/// The first term is the paper's feature benefit, the second its interference. Sparse inputs have heavy
/// tails: x = 0 with probability S multiplies the kurtosis by 1/(1 − S).
///
/// Source: Scherlis et al., "Polysemanticity and Capacity in Neural Networks" (2022); the
/// derivation here is ours.
public struct QuadraticModel: Sendable, Hashable {
  /// v_i, above 0.
  public var importance: [Double]
  /// m.
  public var hidden: Int
  /// κ, above 1: 3 for normal inputs, 9/5 for uniform ones.
  public var kurtosis: Double

  public var features: Int { importance.count }
  /// (κ − 1) / 2: the weight of feature benefit relative to interference. Above 1, sharing can
  /// reduce the loss.
  public var ratio: Double { (kurtosis - 1) / 2 }

  public init(importance: [Double], hidden: Int, kurtosis: Double) {
    precondition(!importance.isEmpty && importance.allSatisfy { $0 > 0 }, "importances above 0")
    precondition(hidden >= 1 && kurtosis > 1, "hidden at least 1, kurtosis above 1")
    self.importance = importance
    self.hidden = hidden
    self.kurtosis = kurtosis
  }

  /// The kurtosis of inputs that are 0 with probability `sparsity` and otherwise uniform around 0.
  public static func kurtosis(sparsity: Double) -> Double { 9.0 / 5 / (1 - sparsity) }
}

extension QuadraticModel {
  /// L for weights of shape [features, hidden], row after row.
  public func loss(_ weights: [Double]) -> Double {
    var gradient: [Double] = []
    return evaluate(weights, adding: &gradient)
  }

  /// L. Its derivatives replace the contents of `gradient`.
  public func loss(_ weights: [Double], gradient: inout [Double]) -> Double {
    gradient = Array(repeating: 0, count: weights.count)
    return evaluate(weights, adding: &gradient)
  }

  private func evaluate(_ weights: [Double], adding gradient: inout [Double]) -> Double {
    let (n, m) = (features, hidden)
    precondition(weights.count == n * m, "\(weights.count) weights, not \(n) × \(m)")
    var total = 0.0
    for i in 0..<n {
      for j in 0...i {
        var product = 0.0
        for k in 0..<m { product += weights[i * m + k] * weights[j * m + k] }
        let missing = importance[i] - product
        total += i == j ? 2 * ratio * missing * missing : 4 * product * product
        guard !gradient.isEmpty else { continue }
        let slope = i == j ? -4 * ratio * missing : 8 * product
        for k in 0..<m {
          gradient[i * m + k] += slope * weights[j * m + k]
          gradient[j * m + k] += slope * weights[i * m + k]
        }
      }
    }
    return total
  }
}

extension QuadraticModel {
  /// The best of `restarts` descents of `steps` updates from random weights.
  public func descended(restarts: Int = 4, steps: Int = 1_500, seed: UInt64 = 0)
    -> QuadraticSolution
  {
    descended(by: GradientDescent(steps: steps, rate: 0.05), restarts: restarts, seed: seed)
  }

  /// The best of `restarts` descents from random weights; the recipe's rate is relative to their
  /// standard deviation.
  public func descended(by recipe: GradientDescent, restarts: Int, seed: UInt64)
    -> QuadraticSolution
  {
    var random = RandomSource(seed: seed)
    let deviation = (importance.reduce(0, +) / Double(features) / Double(hidden)).squareRoot()
    let ends = (0..<max(1, restarts)).map { _ in
      let start = (0..<features * hidden).map { _ in deviation * Double(random.normal()) }
      return recipe.minimum(of: { loss($0, gradient: &$1) }, from: start, scale: deviation)
    }
    let best = ends.min { loss($0) < loss($1) } ?? ends[0]
    return QuadraticSolution(model: self, weights: best)
  }
}

/// Weights of a quadratic model.
public struct QuadraticSolution: Sendable, Hashable {
  public let model: QuadraticModel
  /// Shape [features, hidden], row after row.
  public let weights: [Double]

  public var loss: Double { model.loss(weights) }

  /// W, shape [features, hidden].
  public var embedding: Matrix {
    Matrix(rows: model.features, columns: model.hidden, elements: weights.map { Float($0) })
  }

  /// C_i = (W_i · W_i)² / Σ_j (W_i · W_j)²; the paper's feature dimensionality D_i under another
  /// name.
  public var capacities: [Double] { embedding.featureDimensionality.map { Double($0) } }

  /// The distance of each W_i from an eigenvector of M = Σ_j W_j W_jᵀ, relative to ‖M W_i‖.
  /// Block-semi-orthogonal means that all are 0.
  public var blockResiduals: [Double] {
    let (n, m) = (model.features, model.hidden)
    return (0..<n).map { i in
      let own = (0..<m).map { weights[i * m + $0] }
      var image = [Double](repeating: 0, count: m)
      for j in 0..<n {
        let product = (0..<m).reduce(0.0) { $0 + own[$1] * weights[j * m + $1] }
        for k in 0..<m { image[k] += product * weights[j * m + k] }
      }
      let square = own.reduce(0) { $0 + $1 * $1 }
      guard square > 1e-12 else { return 0 }
      let along = zip(own, image).reduce(0) { $0 + $1.0 * $1.1 } / square
      let rest = zip(own, image).reduce(0) { $0 + ($1.1 - along * $1.0) * ($1.1 - along * $1.0) }
      let length = image.reduce(0) { $0 + $1 * $1 }
      return length > 0 ? (rest / length).squareRoot() : 0
    }
  }
}
