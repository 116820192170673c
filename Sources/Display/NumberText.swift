/// Numbers as text, independently of machine and locale.
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
