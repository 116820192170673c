internal import Foundation
internal import SuperposeDisplay

/// A solution in two dimensions as a polygon: the k represented features in order around the
/// circle, and the features that are not represented.
///
///     try model.kGon().name   // "5⁺-gon": five features, and one of the others has a positive bias
///
/// Source: Chen et al., "Dynamical versus Bayesian Phase Transitions in a Toy Model of
/// Superposition" (2023), whose k^{σ+}-gons have σ dead features of positive bias.
public struct KGon: Sendable, Hashable {
  /// The represented features, counter-clockwise, starting with the lowest number.
  public let features: [Int]
  /// The angle from each feature to the next, degrees; they sum to 360. Empty without features.
  public let gaps: [Double]
  /// ‖W_i‖ of each.
  public let lengths: [Double]
  /// The features that are not represented.
  public let dead: [Int]
  /// The dead features with a positive bias; Chen et al. call their number σ.
  public let positiveDead: [Int]

  /// k.
  public var count: Int { features.count }

  /// The largest difference of a gap from 360/k, in degrees. 0 means regular.
  public var largestGapError: Double {
    gaps.map { abs($0 - 360 / Double(count)) }.max() ?? 0
  }

  /// The largest length divided by the smallest; 1 if there are no features.
  public var lengthRatio: Double {
    guard let longest = lengths.max(), let shortest = lengths.min() else { return 1 }
    return longest / shortest
  }

  /// Whether all gaps are within `degrees` of 360/k, and the longest feature at most `ratio` times
  /// the shortest.
  public func isRegular(within degrees: Double = 5, ratio: Double = 1.1) -> Bool {
    count >= 2 && largestGapError <= degrees && lengthRatio <= ratio
  }

  /// `5-gon`, with one dead feature of positive bias `5⁺-gon`, with two `5²⁺-gon`.
  public var name: String {
    let sigma = positiveDead.count
    let power = sigma > 1 ? String(sigma).map { Self.superscripts[$0] ?? "" }.joined() : ""
    return "\(count)\(power)\(sigma > 0 ? "⁺" : "")-gon"
  }

  private static let superscripts: [Character: String] = [
    "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸",
    "9": "⁹",
  ]
}

extension KGon: CustomStringConvertible {
  public var description: String {
    name + ", gaps " + gaps.map { NumberText.decimal($0, digits: 0) + "°" }.joined(separator: " ")
  }
}

extension Embedding {
  /// The polygon of the features longer than `norm`. A dead feature's bias counts as positive above
  /// `threshold`; without `bias` none does.
  ///
  /// Throws `ToyLibError` when there are not two hidden dimensions, not one bias for each feature, or
  /// a weight is not finite.
  public func kGon(
    bias: [Float] = [], above norm: Float = 0.5, threshold: Float = 0.01
  ) throws -> KGon {
    let w = DoubleMatrix(weights)
    try require(w.columns == 2, "hidden", w.columns, "2 for a polygon")
    try require(
      w.elements.allSatisfy(\.isFinite), "weights", "NaN or infinite in some element", "finite")
    guard bias.isEmpty || bias.count == w.rows else {
      throw ToyLibError.mismatch(
        what: "bias", expected: "\(w.rows) numbers", found: "\(bias.count)")
    }
    let norms = weights.rowNorms
    let isAlive = norms.map { $0 > norm }
    func angle(_ i: Int) -> Double { atan2(w[i, 1], w[i, 0]) * 180 / .pi }
    let around = norms.indices.filter { isAlive[$0] }.sorted { (angle($0), $0) < (angle($1), $1) }
    let start = around.indices.min { around[$0] < around[$1] } ?? 0
    let order = Array(around[start...] + around[..<start])
    let gaps = order.indices.map { i in
      let gap = angle(order[(i + 1) % order.count]) - angle(order[i])
      return gap < 0 || order.count == 1 ? gap + 360 : gap
    }
    let dead = norms.indices.filter { !isAlive[$0] }
    return KGon(
      features: order, gaps: gaps, lengths: order.map { length(w[row: $0]) }, dead: dead,
      positiveDead: dead.filter { !bias.isEmpty && bias[$0] > threshold })
  }
}

extension Network {
  /// The polygon of the features longer than `norm`, with the dead features' biases.
  public func kGon(above norm: Float = 0.5, threshold: Float = 0.01) throws -> KGon {
    try kGon(bias: bias, above: norm, threshold: threshold)
  }
}

extension TrainedModel {
  /// The polygon of the features longer than `norm`, with the dead features' biases.
  public func kGon(above norm: Float = 0.5, threshold: Float = 0.01) throws -> KGon {
    try network.kGon(above: norm, threshold: threshold)
  }
}
