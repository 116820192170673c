internal import Foundation

/// `value` with `digits` decimals, at least `width` characters wide.
func fixed(_ value: some BinaryFloatingPoint, digits: Int, width: Int) -> String {
  String(format: "%\(width).\(digits)f", Double(value))
}

/// `value` with four digits, such as 2.319e-03.
func scientific(_ value: Double) -> String { String(format: "%.3e", value) }
