extension Plot {
  /// The values of all marks along one axis, before scales are determined.
  func dataDomain(_ name: Channels.Name) -> Domain {
    let axis = name == .x ? xAxis : yAxis
    if let categories = axis.categories { return .categories(categories) }
    return Domain.of(marks.flatMap { $0.domainData(name) }, kind: axis.scale)
  }

  /// The domain that the scale covers: given, shared, or taken from the data.
  func domain(_ name: Channels.Name) -> Domain {
    let axis = name == .x ? xAxis : yAxis
    if let categories = axis.categories { return .categories(categories) }
    if let given = axis.domain { return given.domain(on: axis.scale) }
    let own = name == .x ? shared.x ?? dataDomain(.x) : shared.y ?? dataDomain(.y)
    guard case .numbers(let low, let high) = own, low == high else { return own }
    return Self.widened(low, kind: axis.scale)
  }

  /// If all values are equal, the domain gets a margin on both sides.
  private static func widened(_ value: Double, kind: ScaleKind) -> Domain {
    let largest = Double.greatestFiniteMagnitude
    if case .log = kind { return .numbers(low: value / 2, high: min(value * 2, largest)) }
    guard value != 0 else { return .numbers(low: -1, high: 1) }
    let room = max(abs(value) * 0.1, 1e-300)
    return .numbers(low: max(value - room, -largest), high: min(value + room, largest))
  }

  /// All values that go through the colour scale.
  func colorData() -> [Datum] { shared.color ?? marks.flatMap { $0.colorData() } }

  /// Whether there are no values for the scales.
  var isEmpty: Bool { dataDomain(.x) == .empty && dataDomain(.y) == .empty }
}

extension ClosedRange<Double> {
  fileprivate func domain(on kind: ScaleKind) -> Domain {
    guard lowerBound.isFinite, upperBound.isFinite else { return .numbers(low: 0, high: 1) }
    guard case .log = kind, lowerBound <= 0 else {
      return .numbers(low: lowerBound, high: upperBound)
    }
    // A logarithmic axis cannot reach 0: six decades are shown instead.
    let high = upperBound > 0 ? upperBound : 1
    return .numbers(low: high * 1e-6, high: high)
  }
}
