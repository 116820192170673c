internal import Foundation

/// Places on logarithmic axes.
public enum LogarithmicGrid {
  /// The middles of `count` cells of equal factor that fill `range`.
  public static func centers(_ range: ClosedRange<Double>, count: Int) -> [Double] {
    let factor = range.upperBound / range.lowerBound
    return (0..<max(0, count)).map {
      range.lowerBound * pow(factor, (Double($0) + 0.5) / Double(count))
    }
  }

  /// `count` numbers of equal factor from `first` to `last`, both included; `first` alone for 1.
  public static func points(from first: Double, to last: Double, count: Int) -> [Double] {
    (0..<max(0, count)).map {
      first * pow(last / first, Double($0) / Double(max(1, count - 1)))
    }
  }
}
