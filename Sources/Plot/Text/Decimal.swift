internal import Foundation

/// The exponent of the largest power of ten that is at most `value`, for `value` > 0.
func decadeFloor(_ value: Double) -> Int {
  guard value > 0, value.isFinite else { return 0 }
  var exponent = Int(log10(value).rounded(.down))
  // log10 may round up just below a power of ten, and down on it.
  if powerOfTen(exponent) > value { exponent -= 1 }
  if powerOfTen(exponent + 1) <= value { exponent += 1 }
  return exponent
}

/// `value` cut to a whole number between 0 and `limit`; 0 when it is not a number.
func wholeNumber(_ value: Double, limit: Int = 1_000_000) -> Int {
  guard value > 0 else { return 0 }
  return value < Double(limit) ? Int(value) : limit
}

/// Ten to the power of `exponent`; 0 or infinity beyond the range of a double.
func powerOfTen(_ exponent: Int) -> Double { pow(10, Double(exponent)) }
