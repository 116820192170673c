internal import Foundation

/// k features of equal length as a regular k-gon in two dimensions, all with the same bias, when
/// exactly one feature is present: the limit of very sparse inputs.
///
/// Source: Chen et al., "Dynamical versus Bayesian Phase Transitions" (2023), whose critical points
/// these are; Elhage et al. (2022) find digons, triangles and pentagons.
public struct RegularPolygon: Sendable, Hashable {
  /// k: 1 is a single feature, 2 a digon.
  public let corners: Int

  /// - Precondition: At least one corner.
  public init(corners: Int) {
    precondition(corners >= 1, "a polygon has at least 1 corner, not \(corners)")
    self.corners = corners
  }

  /// The cosines between a corner and all the others.
  public var cosines: [Double] {
    (1..<max(corners, 1)).map { cos(2 * .pi * Double($0) / Double(corners)) }
  }

  /// The corners as weights of a model, shape [corners, 2].
  public func weights(length: Double = 1) -> Matrix {
    Matrix(rows: corners, columns: 2) { corner, axis in
      let angle = 2 * Double.pi * Double(corner) / Double(corners)
      return Float(length * (axis == 0 ? cos(angle) : sin(angle)))
    }
  }

  /// L₁ of the k corners with importance 1, summed: what is missing of them, and what they do to
  /// each other.
  public func oneSparseTerms(length: Double, bias: Double) -> LossTerms {
    let square = length * length
    let crossed = cosines.reduce(0) { $0 + OneSparse.cross(square * $1, bias) }
    return LossTerms(
      missing: Double(corners) * OneSparse.own(square, bias),
      interference: Double(corners) * crossed)
  }

  /// The terms of a linear model, up to the variance of a feature.
  public func linearTerms(length: Double) -> LossTerms {
    let square = length * length
    let crossed = cosines.reduce(0) { $0 + square * square * $1 * $1 }
    return LossTerms(
      missing: Double(corners) * (1 - square) * (1 - square),
      interference: Double(corners) * crossed)
  }

  /// The length and the bias of least L₁, by steps that are halved when none of them helps.
  public var optimum: (length: Double, bias: Double) {
    var place = (length: 1.0, bias: 0.0)
    var loss = oneSparseTerms(length: 1, bias: 0).total
    var step = 0.1
    while step > 1e-9 {
      var moved = false
      for (dl, db) in [(1.0, 0.0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1), (0.5, -1), (-0.5, 1)] {
        let next = (length: place.length + dl * step, bias: place.bias + db * step)
        let nextLoss = oneSparseTerms(length: next.length, bias: next.bias).total
        guard nextLoss < loss else { continue }
        (place, loss, moved) = (next, nextLoss, true)
      }
      if !moved { step /= 2 }
    }
    return place
  }
}
