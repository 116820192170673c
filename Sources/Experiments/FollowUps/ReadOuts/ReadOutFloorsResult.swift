internal import Foundation

/// What was measured in d dimensions.
public struct MeasuredFrame: Sendable, Hashable {
  /// d.
  public let dimensions: Int
  /// d².
  public let features: Int
  /// The mean square of off-diagonal entries of the unit-diagonal read-out Wᵀ W.
  public let meanSquareCrosstalk: Double
  /// The largest size of an entry that was measured.
  public let worstCrosstalk: Double
  /// For s = 1, 2, …: the share of supports of s features that are the s largest entries of the read-out.
  public let recoveries: [Double]
  /// For s = 1, 2, …: the mean square of the read-out's error in a coordinate.
  public let errors: [Double]

  /// The lower bound of the root mean square of cross-talk, √((F − d) / (d (F − 1))).
  public var welchBound: Double {
    let (f, d) = (Double(features), Double(dimensions))
    return ((f - d) / (d * (f - 1))).squareRoot()
  }

  /// The number of present features at which half of the supports are recovered, between two tried
  /// numbers by a straight line; `nil` if more or fewer than half are recovered at all of them.
  public var threshold: Double? {
    guard let first = recoveries.first, first >= 0.5,
      let below = recoveries.firstIndex(where: { $0 < 0.5 })
    else { return nil }
    let (high, low) = (recoveries[below - 1], recoveries[below])
    return Double(below) + (high - 0.5) / (high - low)
  }

  /// s log d / d at the threshold: the source's constant c.
  public var constant: Double? {
    threshold.map { $0 * log(Double(dimensions)) / Double(dimensions) }
  }
}

/// One measurement for each number of dimensions.
public struct ReadOutFloorsResult: ExperimentResult {
  public let experiment: ReadOutFloors
  public let frames: [MeasuredFrame]

  /// The slope of a line through the logarithms of `value` against those of d.
  func exponent(_ value: (MeasuredFrame) -> Double) -> Double {
    PowerLaw(frames.map { (Double($0.dimensions), value($0)) }).exponent
  }
}
