internal import Foundation
public import ToyLib

/// The losses of models that represent some features as a regular polygon in the plane and ignore
/// the others.
public struct PolygonAccount: Sendable {
  /// k: the number of represented features.
  public let corners: Int
  /// Unit vectors in a linear model, up to the variance of a feature. Two features are orthogonal.
  public let linear: LossTerms
  /// L₁ of a ReLU model, with the optimal length and bias. Two features form a digon.
  public let relu: LossTerms
  /// The optimal ‖W_i‖ and b.
  public let length: Double, bias: Double

  init(corners k: Int, of n: Int) throws {
    corners = k
    let level = try (2...8).contains(k) ? KGonLevel(k, of: n) : nil
    length = level?.length ?? 1
    bias = level?.bias ?? 0
    relu = try Self.network(k, of: n, turn: 1 / Double(max(k, 1)), length: length, bias: bias)
      .oneSparseTerms
    linear = try Self.network(k, of: n, turn: k == 2 ? 0.25 : 1 / Double(max(k, 1))).linearTerms
  }

  /// L₁ of the polygon with lengths of 1 and no bias.
  static func plain(_ k: Int, of n: Int) throws -> LossTerms {
    try network(k, of: n, turn: 1 / Double(k)).oneSparseTerms
  }

  /// k features, each `turn` of a full turn after the one before.
  private static func network(
    _ k: Int, of n: Int, turn: Double, length: Double = 1, bias: Double = 0
  ) throws -> Network {
    let weights = Matrix(rows: n, columns: 2) { i, axis in
      let angle = 2 * Double.pi * turn * Double(i)
      return i < k ? Float(length * (axis == 0 ? cos(angle) : sin(angle))) : 0
    }
    return try ReLUOutputModel(hidden: 2).network(
      weights: weights, bias: (0..<n).map { $0 < k ? Float(bias) : 0 })
  }
}

/// A trained linear model compared with the formula.
public struct LinearAccount: Sendable {
  public let density: Double
  public let model: TrainedModel
  /// Up to the variance of a feature.
  public let terms: LossTerms
  /// The summed loss according to the formula.
  public let predicted: Double

  init(density: Double, model: TrainedModel) throws {
    self.density = density
    self.model = model
    terms = try model.network.linearTerms
    let features = SparseFeatures(count: model.network.features, density: density)
    predicted = features.variance(of: 0) * terms.total
  }
}

/// A trained ReLU model, with its loss split by the number of present features.
public struct SparseAccount: Sendable {
  public let density: Double
  public let model: TrainedModel
  public let byPresence: PresenceLoss
  /// The expected summed loss by quadrature over all samples.
  public let exact: Double
  /// L₁ in closed form, averaged over the present feature.
  public let oneSparse: LossTerms

  init(density: Double, model: TrainedModel) throws {
    let n = model.network.features
    self.density = density
    self.model = model
    byPresence = try model.network.presenceLoss(density: density, samples: 1 << 16)
    exact =
      try Double(n)
      * model.network.expectedLoss(on: SparseFeatures(count: n, density: density))
    let terms = try model.network.oneSparseTerms
    oneSparse = LossTerms(
      missing: terms.missing / Double(n), interference: terms.interference / Double(n))
  }
}
