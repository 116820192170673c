internal import Foundation

/// A critical point of the sparse limit: k features as a regular polygon in two dimensions, the
/// others dead, some of them with a positive bias.
///
///     try KGonLevel(5, of: 6).loss                  // 0.06874
///     try KGonLevel(5, of: 6, positive: 1).loss     // 0.06180
///
/// Data: exactly one of `features` present, uniform in [0, 1]. Source: Chen et al. (2023), for k up
/// to 8; 9, 10 and 11 have no such critical point.
public struct KGonLevel: Sendable, Hashable {
  /// k.
  public let count: Int
  /// c: how many features there are.
  public let features: Int
  /// σ: the number of dead features with the bias 1/(2c).
  public let positive: Int
  /// ‖W_i‖ of the k features.
  public let length: Double
  /// Their bias.
  public let bias: Double
  /// L = (h_k + c − k)/(3c) − σ/(4c²): the squared error summed over features, mean over samples.
  public let loss: Double
  /// The mean over features too, as the loss of a trained model shows it.
  public var meanLoss: Double { loss / Double(features) }

  /// Throws `ToyLibError` when k is not 2 to 8, or k and σ together are more than the features.
  public init(_ count: Int, of features: Int, positive: Int = 0) throws {
    try require(count >= 2 && count <= 8, "k of a k-gon", count, "between 2 and 8")
    try require(features >= count, "features", features, "at least k = \(count)")
    try require(
      positive >= 0 && positive <= features - count, "positive", positive,
      "between 0 and the \(features - count) dead features")
    self.count = count
    self.features = features
    self.positive = positive
    let polygon = Self.polygon(count)
    length = polygon.length
    bias = polygon.bias
    let c = Double(features)
    loss =
      (Double(count) * polygon.loss + c - Double(count)) / (3 * c)
      - Double(positive) / (4 * c * c)
  }

  /// The length and bias with the lowest loss, and 3 ∫ loss of one feature's output.
  private static func polygon(_ k: Int) -> (length: Double, bias: Double, loss: Double) {
    if k <= 4 { return (1, 0, 0) }
    func loss(_ l: Double, _ b: Double) -> Double {
      let square = l * l
      return OneHotLoss.Term.own(square, b).value
        + (1..<k).reduce(0) {
          let product = square * cos(2 * .pi * Double($1) / Double(k))
          return $0 + OneHotLoss.Term.cross(product, b).value
        }
    }
    func bestBias(_ l: Double) -> Double { least(in: -0.8 * l * l...0) { loss(l, $0) } }
    let l = least(in: 1...1.8) { loss($0, bestBias($0)) }
    let b = bestBias(l)
    return (l, b, loss(l, b))
  }

  /// The minimum of `f`, which decreases and then increases, by golden-section search.
  private static func least(
    in range: ClosedRange<Double>, _ f: (Double) -> Double
  ) -> Double {
    let golden = (5.0.squareRoot() - 1) / 2
    var (low, high) = (range.lowerBound, range.upperBound)
    var (a, b) = (high - golden * (high - low), low + golden * (high - low))
    var (fa, fb) = (f(a), f(b))
    for _ in 0..<80 {
      if fa < fb {
        (high, b, fb) = (b, a, fa)
        a = high - golden * (high - low)
        fa = f(a)
      } else {
        (low, a, fa) = (a, b, fb)
        b = low + golden * (high - low)
        fb = f(b)
      }
    }
    return (low + high) / 2
  }
}
