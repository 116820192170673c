internal import Foundation

/// The exponent of the largest power of ten that is at most `value`, for `value` > 0.
package func decadeFloor(_ value: Double) -> Int {
  guard value > 0, value.isFinite else { return 0 }
  var exponent = Int(log10(value).rounded(.down))
  // log10 may round up just below a power of ten, or round down at it.
  if powerOfTen(exponent) > value { exponent -= 1 }
  if powerOfTen(exponent + 1) <= value { exponent += 1 }
  return exponent
}

/// Ten to the power of `exponent`; 0 or infinity beyond the range of a double.
package func powerOfTen(_ exponent: Int) -> Double { pow(10, Double(exponent)) }
