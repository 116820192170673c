/// A fraction of two small integers in lowest terms, such as 2/5.
public struct Fraction: Sendable, Hashable, Comparable {
  public let numerator: Int
  public let denominator: Int

  /// `denominator` must not be 0.
  public init(_ numerator: Int, _ denominator: Int) {
    precondition(denominator > 0, "a fraction's denominator must be positive, not \(denominator)")
    var (a, b) = (abs(numerator), denominator)
    while b != 0 { (a, b) = (b, a % b) }
    self.numerator = numerator / max(a, 1)
    self.denominator = denominator / max(a, 1)
  }

  public var value: Double { Double(numerator) / Double(denominator) }

  public static func < (a: Fraction, b: Fraction) -> Bool {
    a.numerator * b.denominator < b.numerator * a.denominator
  }
}

extension Fraction: CustomStringConvertible {
  public var description: String {
    denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)"
  }
}
