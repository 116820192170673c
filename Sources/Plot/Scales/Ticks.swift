/// The ticks of an axis.
public enum Ticks: Sendable, Hashable {
  /// Round numbers, about one every 70 pixels (40 upwards).
  case automatic
  /// Round numbers, about this many.
  case count(Int)
  /// These values, written out.
  case values([Double])
  /// These values with these labels.
  case labelled([LabelledTick])
  case none
}

/// A tick with a custom label.
public struct LabelledTick: Sendable, Hashable {
  public var value: Double
  public var label: Label
  public init(_ value: Double, _ label: Label) {
    self.value = value
    self.label = label
  }
}

extension Ticks {
  /// The ticks for a numeric domain on a scale of `kind`, with about `count` labels.
  package func resolved(kind: ScaleKind, domain: Domain, count: Int) -> [Tick] {
    switch self {
    case .none: return []
    case .labelled(let ticks): return ticks.map { Tick(datum: $0.value.datum, label: $0.label) }
    case .values(let values):
      let step = TickSteps.smallestGap(values)
      return values.map { Tick(datum: $0.datum, label: TickText.label($0, step: step)) }
    case .automatic: return Self.chosen(kind: kind, domain: domain, count: count)
    case .count(let wanted): return Self.chosen(kind: kind, domain: domain, count: max(wanted, 1))
    }
  }

  private static func chosen(kind: ScaleKind, domain: Domain, count: Int) -> [Tick] {
    switch domain {
    case .empty: return []
    case .categories(let names): return names.map { Tick(datum: .text($0), label: Label($0)) }
    case .numbers(let low, let high):
      switch kind {
      case .log: return TickSteps.log(low: low, high: high, count: count)
      case .symlog(let threshold):
        return TickSteps.symlog(low: low, high: high, threshold: threshold, count: count)
      case .automatic, .linear, .sqrt, .categorical:
        return TickSteps.linear(low: low, high: high, count: count)
      }
    }
  }
}
