internal import Foundation

/// The kind of a position scale.
public enum ScaleKind: Sendable, Hashable {
  /// Linear for numbers, categorical for text.
  case automatic
  case linear
  /// Base 10. Values at or below 0 have no position and are not drawn.
  case log
  /// Logarithmic in both directions, linear between −`threshold` and `threshold`.
  case symlog(threshold: Double)
  /// Square root, keeping the sign.
  case sqrt
  /// One position for each text or number, in order of first appearance, with a margin.
  case categorical

  public static let symlog = ScaleKind.symlog(threshold: 1)

  /// The value on the straightened axis; `nil` if it has no position on the scale.
  func forward(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    switch self {
    case .automatic, .linear, .categorical: return value
    case .log: return value > 0 ? log10(value) : nil
    case .symlog(let threshold):
      let c = threshold > 0 ? threshold : 1
      return (value < 0 ? -1 : 1) * log10(1 + abs(value) / c)
    case .sqrt: return (value < 0 ? -1 : 1) * abs(value).squareRoot()
    }
  }

  func inverse(_ value: Double) -> Double {
    switch self {
    case .automatic, .linear, .categorical: return value
    case .log: return pow(10, value)
    case .symlog(let threshold):
      let c = threshold > 0 ? threshold : 1
      return (value < 0 ? -1 : 1) * c * (pow(10, abs(value)) - 1)
    case .sqrt: return (value < 0 ? -1 : 1) * value * value
    }
  }
}
