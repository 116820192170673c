/// A final scale, which maps values to pixels along one axis.
public struct PositionScale: Sendable, Hashable {
  let kind: ScaleKind
  let domain: Domain
  /// Pixels of the first and the last value; the first is larger when the axis runs upwards.
  let start: Double
  let end: Double
  /// Straightened ends of a numeric domain, halved so that their difference cannot overflow.
  private let low: Double
  private let high: Double
  private let categories: [String: Int]

  package init(kind: ScaleKind, domain: Domain, start: Double, end: Double) {
    self.kind = kind
    self.domain = domain
    self.start = start
    self.end = end
    switch domain {
    case .numbers(let low, let high):
      self.low = (kind.forward(low) ?? 0) / 2
      self.high = (kind.forward(high) ?? 1) / 2
      categories = [:]
    case .categories(let names):
      (low, high) = (0, Double(max(names.count, 1)) / 2)
      categories = Dictionary(
        names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    case .empty:
      (low, high) = (0, 0.5)
      categories = [:]
    }
  }

  /// The position of `datum` in pixels; `nil` if it has none on the scale.
  public func position(_ datum: Datum) -> Double? {
    if case .categories = domain {
      guard let name = datum.category, let index = categories[name] else { return nil }
      return place((Double(index) + 0.5) / 2)
    }
    guard let value = datum.number else { return nil }
    return position(value)
  }

  /// The position of `value` in pixels; `nil` if it has none on the scale.
  public func position(_ value: Double) -> Double? {
    guard let straight = kind.forward(value) else { return nil }
    return place(straight / 2)
  }

  /// The width of one category or one unit, in pixels.
  public var bandwidth: Double {
    let span = high - low
    return span > 0 ? abs(end - start) / (span * 2) : abs(end - start)
  }

  private func place(_ half: Double) -> Double {
    let span = high - low
    let fraction = span > 0 && span.isFinite ? (half - low) / span : 0.5
    // Clamp positions far outside the page.
    return start + (end - start) * min(max(fraction, -50), 50)
  }
}
