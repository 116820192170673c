internal import SuperposeDisplay

/// The text of a tick.
enum TickText {
  /// `value` with the decimals that `step` needs; a power of ten when far from 1.
  static func label(_ value: Double, step: Double) -> Label {
    guard value.isFinite else { return "" }
    guard value != 0 else { return "0" }
    let size = decadeFloor(abs(value))
    if size >= 6 || size < -4 { return scientific(value) }
    // Enough decimals that the step itself is exact, at most six.
    let digits = (0...6).first { digits in
      let scaled = step * powerOfTen(digits)
      return abs(scaled - scaled.rounded()) < 1e-6 * max(scaled, 1)
    }
    return Label(minus(NumberText.decimal(value, digits: digits ?? 6)))
  }

  /// Values on a logarithmic axis, all in one form: `0.01`, `1`, `1000` written out where none is
  /// smaller than 0.001 or larger than 10⁴, else powers of ten.
  static func powers(_ values: [Double]) -> [Label] {
    let sizes = values.filter { $0 != 0 }.map { decadeFloor(abs($0)) }
    let isShort = sizes.allSatisfy { (-3...4).contains($0) }
    return values.map { value in
      if value == 0 { return "0" }
      if value == 1 || value == 10 { return Label("\(Int(value))") }
      return isShort ? Label(minus(NumberText.fixed(value, digits: 4))) : scientific(value)
    }
  }

  /// `2×10^{5}`, or `10^{5}` when the factor is 1.
  private static func scientific(_ value: Double) -> Label {
    let exponent = decadeFloor(abs(value))
    let factor = value / powerOfTen(exponent)
    let power = "10^{\(minus("\(exponent)"))}"
    guard factor.isFinite, abs(abs(factor) - 1) > 1e-6 else {
      return Label((value < 0 ? "−" : "") + power)
    }
    return Label(minus(NumberText.fixed(factor, digits: 2)) + "×" + power)
  }

  /// A typographic minus is as wide as a digit; a hyphen is not.
  private static func minus(_ text: String) -> String {
    text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }
}
