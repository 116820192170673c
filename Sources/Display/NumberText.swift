internal import Foundation

/// Numbers as text, the same on every machine and in every locale. The one place that writes them.
package enum NumberText {
  /// `value` with at most `digits` decimals and no trailing zeros: `12.5`, `-3`, `0`.
  ///
  /// Never `nan`, `inf` or an exponent: numbers that are not finite become 0, and numbers beyond
  /// 10⁹ are clamped, so that the SVG is always valid.
  package static func fixed(_ value: Double, digits: Int = 2) -> String {
    guard value.isFinite else { return "0" }
    var text = decimal(min(max(value, -1e9), 1e9), digits: digits)
    if text.contains(".") {
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
    }
    return text == "-0" ? "0" : text
  }

  /// `value` with exactly `digits` decimals, at least `width` characters wide: `  0.500`.
  package static func decimal(
    _ value: some BinaryFloatingPoint, digits: Int, width: Int = 0
  ) -> String {
    let text = decimal(Double(value), digits: digits)
    return String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// `value` with four significant digits and an exponent: `2.319e-03`.
  package static func scientific(_ value: Double) -> String { String(format: "%.3e", value) }

  /// `value` with at most `digits` significant digits and no zeros at the end: `0.0854`, `1.2e-05`.
  package static func significant(_ value: Double, digits: Int = 4) -> String {
    String(format: "%.\(digits)g", value)
  }

  /// `value` with exactly `digits` decimals; `value` at most 1e9 in size for full precision.
  package static func decimal(_ value: Double, digits: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    let scale = (0..<digits).reduce(1.0) { power, _ in power * 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e18 else { return "\(value)" }
    let whole = UInt64(scaled)
    let unit = UInt64(scale)
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard digits > 0 else { return sign + "\(whole)" }
    let fraction = String(whole % unit)
    return sign + "\(whole / unit)." + String(repeating: "0", count: digits - fraction.count)
      + fraction
  }

  /// `value` for readers: about `digits` significant digits, `1.2e-05` when far from 1.
  package static func brief(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return value.isNaN ? "undefined" : value < 0 ? "−∞" : "∞" }
    guard value != 0 else { return "0" }
    let exponent = decadeFloor(abs(value))
    if exponent >= -4, exponent < 6 {
      return fixed(value, digits: max(0, digits - 1 - exponent))
    }
    let mantissa = fixed(value / powerOfTen(exponent), digits: digits - 1)
    return "\(mantissa)e\(exponent)"
  }
}

extension NumberText {
  /// The range of finite `values`: `0.0123`, or `0.0012 to 0.034` if they differ.
  package static func range(_ values: [Double]) -> String {
    let finite = values.filter(\.isFinite)
    let low = finite.min() ?? .nan
    let high = finite.max() ?? .nan
    return low < high ? "\(brief(low)) to \(brief(high))" : brief(low)
  }
}

extension NumberText {
  /// `value` for tables and cards: four significant digits and a minus sign.
  package static func shown(_ value: Double) -> String { brief(value, digits: 4).withMinusSigns }
}

extension String {
  /// Hyphens before digits as minus signs.
  package var withMinusSigns: String { replacing("-", with: "−") }
}
