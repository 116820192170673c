/// e^x and log x, computed only with exactly rounded operations, because libm's last bit differs
/// between systems.
enum Exponential {
  /// e^x of a single, rounded to single.
  static func power(of x: Float) -> Float {
    let limited = Double(min(max(x, -80), 80))
    let halvings = (limited / ln2).rounded()
    let rest = limited - halvings * ln2
    var (term, sum) = (1.0, 1.0)
    for k in 1...16 {
      term *= rest / Double(k)
      sum += term
    }
    return Float(Double(sign: .plus, exponent: Int(halvings), significand: 1) * sum)
  }

  /// log x for x > 0, through the series of artanh.
  static func logarithm(_ x: Double) -> Double {
    let s = (x.significand - 1) / (x.significand + 1)
    var (power, sum) = (s, 0.0)
    for k in stride(from: 1.0, through: 41, by: 2) {
      sum += power / k
      power *= s * s
    }
    return Double(x.exponent) * ln2 + 2 * sum
  }

  private static let ln2 = 0.6931471805599453
}
