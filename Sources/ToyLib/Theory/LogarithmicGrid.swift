internal import Foundation

/// Evenly spaced numbers on a logarithmic axis.
public enum LogarithmicGrid {
  /// The centres of `count` cells that divide `range` by a constant factor.
  public static func centers(_ range: ClosedRange<Double>, count: Int) -> [Double] {
    let factor = range.upperBound / range.lowerBound
    return (0..<max(0, count)).map {
      range.lowerBound * pow(factor, (Double($0) + 0.5) / Double(count))
    }
  }

  /// `count` numbers from `first` to `last`, both included, with a constant factor between them;
  /// only `first` if `count` is 1.
  public static func points(from first: Double, to last: Double, count: Int) -> [Double] {
    (0..<max(0, count)).map {
      first * pow(last / first, Double($0) / Double(max(1, count - 1)))
    }
  }
}
