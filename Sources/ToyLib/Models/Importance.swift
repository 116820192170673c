internal import Foundation

/// The importance I_i of each feature: the weight of its squared error in the loss.
public enum Importance: Sendable, Hashable, Codable {
  /// The same for every feature.
  case constant(Double)
  /// ratio^i for i = 0, 1, 2, …
  case geometric(Double)
  /// From the first feature's importance to the last one's, by a constant factor.
  case logSpaced(from: Double, to: Double)
  /// The importance of each feature.
  case custom([Double])

  /// 1 for every feature.
  public static var uniform: Importance { .constant(1) }

  /// The importance of each feature, in the type that models have: `Importance(model.importance)`.
  public init(_ importances: [Float]) { self = .custom(importances.map { Double($0) }) }

  /// The importances of `count` features.
  ///
  /// Throws `ToyLibError` when one is negative or not finite, or there are not `count` of them.
  public func weights(count: Int) throws(ToyLibError) -> [Float] {
    let weights = unchecked(count: count)
    guard weights.count == count else {
      throw .mismatch(what: "importances", expected: "\(count)", found: "\(weights.count)")
    }
    for (i, weight) in weights.enumerated() {
      try require(
        weight >= 0 && weight.isFinite, "importance of feature \(i)", weight, "0 or more, finite")
    }
    return weights.map { Float($0) }
  }

  private func unchecked(count: Int) -> [Double] {
    switch self {
    case .constant(let value): Array(repeating: value, count: count)
    case .geometric(let ratio): (0..<count).map { pow(ratio, Double($0)) }
    case .logSpaced(let first, let last):
      (0..<count).map { first * pow(last / first, Double($0) / Double(max(1, count - 1))) }
    case .custom(let values): values
    }
  }
}
