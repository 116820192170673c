internal import Foundation
internal import SuperposeDisplay

/// The steps of sliders for numbers.
enum SliderStep {
  /// About a hundredth of the range: 1, 2 or 5 times a power of ten.
  static func fitting(_ range: ClosedRange<Double>) -> Double {
    let rough = (range.upperBound - range.lowerBound) / 100
    guard rough > 0 else { return 1 }
    let unit = pow(10, floor(log10(rough)))
    let factor = [1.0, 2, 5, 10].first { $0 * unit >= rough * 0.99 } ?? 10
    // Through decimal text: 1e-2 times 2 should be the number that 0.02 is.
    return Double(NumberText.significant(factor * unit, digits: 15)) ?? factor * unit
  }

  /// A d3 number format with as many decimals as `step` has.
  static func format(of step: Double) -> String {
    let decimals = (0...10).first { digits in
      let scaled = step * pow(10, Double(digits))
      return abs(scaled - scaled.rounded()) < 1e-9 * max(1, scaled)
    }
    return ".\(decimals ?? 6)f"
  }

  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
