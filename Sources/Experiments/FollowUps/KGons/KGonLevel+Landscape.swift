internal import Foundation
public import ToyLib

/// Properties of a critical point of the one-hot loss.
///
/// Source: Chen et al., "Dynamical versus Bayesian Phase Transitions in a Toy Model of
/// Superposition" (2023).
extension KGonLevel {
  /// `5`, `5⁺`, `4²⁺`: the source's names.
  public var symbol: String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸"]
    let power = positive > 1 ? String(digits[min(positive, 8)]) : ""
    return "\(count)\(power)\(positive > 0 ? "⁺" : "")"
  }

  /// ½‖w‖² of corners and raised biases; a dead feature's negative bias may be arbitrarily small.
  public var halfSquaredNorm: Double {
    let rise = 1 / Double(2 * features)
    return (Double(count) * (length * length + bias * bias) + Double(positive) * rise * rise) / 2
  }

  /// λ, the theory's local learning coefficient: half the number of directions in which the loss
  /// rises. `nil` up to four corners, where the loss is not a sum of squares around the point.
  ///
  /// Each corner has two weights and a bias, less one turn of the plane; each raised feature has
  /// three; other dead ones have none.
  public var learningCoefficient: Double? {
    count >= 5 ? Double(3 * count - 1 + 3 * positive) / 2 : nil
  }

  public var landscape: OneHotLoss { OneHotLoss(features: features, hidden: 2) }

  /// W and b as one array, with the first corner on the first axis.
  public func parameters(deadBias: Double) -> [Double] {
    let directions = (0..<features).map { i -> [Double] in
      guard i < count else { return [0, 0] }
      let angle = 2 * Double.pi * Double(i) / Double(count)
      return [length * cos(angle), length * sin(angle)]
    }
    let biases = (0..<features).map { i in
      i < count ? bias : i < count + positive ? 1 / Double(2 * features) : deadBias
    }
    return directions.flatMap(\.self) + biases
  }

  /// The largest derivative of L there: 0 at a critical point.
  public var largestDerivative: Double {
    var gradient: [Double] = []
    _ = landscape.value(at: parameters(deadBias: -1), gradient: &gradient)
    return (gradient.map { abs($0) }.max() ?? 0) / Double(features)
  }

  /// All polygons of four to eight corners with every number of raised biases, from the highest loss
  /// to the lowest. Throws `ToyLibError` for fewer than four features.
  public static func all(of features: Int) throws -> [KGonLevel] {
    try (4...max(4, min(features, 8))).flatMap { corners in
      try (0...max(0, features - corners)).map {
        try KGonLevel(corners, of: features, positive: $0)
      }
    }
  }
}
