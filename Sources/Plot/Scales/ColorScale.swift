internal import Foundation

/// The scale that maps values of `fill` and `stroke` to colours.
public struct ColorScale: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// Viridis for numbers, the categorical colours for text.
    case automatic
    case sequential(Palette)
    /// The middle of the palette is at `pivot`; both sides have the same range.
    case diverging(Palette, pivot: Double)
    /// One colour for each text or number in order of first appearance, repeating at the end.
    case categorical([Color])

    public static let viridis = Kind.sequential(.viridis)
    public static let redBlue = Kind.diverging(.redBlue, pivot: 0)
    public static let coolwarm = Kind.diverging(.coolwarm, pivot: 0)
  }

  public var kind: Kind = .automatic
  /// The values at the ends of the palette; taken from the data when `nil`.
  public var domain: ClosedRange<Double>?
  /// The categories in order; taken from the data when `nil`.
  public var categories: [String]?
  /// Whether the scale is logarithmic.
  public var isLog = false
  public var label: Label?
  /// The position of the legend.
  public var legend: LegendPlace = .automatic
  /// The values of the colour bar's labels, instead of round numbers.
  public var ticks: Ticks = .automatic

  public init() {}
}

/// The position of a legend.
public enum LegendPlace: Sendable, Hashable {
  /// Swatches above the plot for categories, a colour bar on the right for numbers.
  case automatic
  /// A colour bar below the plot, or swatches there.
  case bottom
  case none
}

/// A colour scale with a known domain.
struct ResolvedColorScale: Sendable {
  enum Mapping: Sendable, Hashable {
    case none
    case ramp(Palette, low: Double, high: Double, pivot: Double?)
    case categories([String], [Color])
  }
  let mapping: Mapping
  let isLog: Bool
  /// Whether some values are below or above the domain, and have the colour of its end.
  let exceeds: (low: Bool, high: Bool)

  /// The colour of values without a colour.
  static let missing = Color(light: 0xDDDDDD, dark: 0x3A3A3A)

  init(_ scale: ColorScale, data: [Datum]) {
    isLog = scale.isLog
    exceeds = Self.excess(of: data, over: scale.domain)
    let kind: ScaleKind
    switch scale.kind {
    case .categorical: kind = .categorical
    case .automatic: kind = scale.isLog ? .log : .automatic
    case .sequential, .diverging: kind = scale.isLog ? .log : .linear
    }
    let domain = Domain.of(data, kind: kind)
    if let categories = scale.categories {
      mapping = .categories(categories, Self.colors(scale.kind))
    } else if case .categories(let names) = domain {
      mapping = .categories(names, Self.colors(scale.kind))
    } else if let given = scale.domain {
      mapping = Self.ramp(scale.kind, low: given.lowerBound, high: given.upperBound, isGiven: true)
    } else if case .numbers(let low, let high) = domain {
      mapping = Self.ramp(scale.kind, low: low, high: high, isGiven: false)
    } else {
      mapping = .none
    }
  }

  func color(_ datum: Datum) -> Color {
    switch (datum, mapping) {
    case (.color(let color), _): return color
    case (.missing, _), (_, .none): return Self.missing
    case (_, .categories(let names, let colors)):
      guard let name = datum.category, let index = names.firstIndex(of: name) else {
        return Self.missing
      }
      return colors[index % colors.count]
    case (.number(let value), .ramp(let palette, let low, let high, let pivot)):
      guard let t = fraction(value, low: low, high: high, pivot: pivot) else {
        return Self.missing
      }
      return palette.color(at: t)
    case (.text, .ramp): return Self.missing
    }
  }

  /// The position of `value` on the palette, 0 to 1 inside the domain.
  func fraction(_ value: Double, low: Double, high: Double, pivot: Double?) -> Double? {
    let kind: ScaleKind = isLog ? .log : .linear
    guard let v = kind.forward(value), let a = kind.forward(low), let b = kind.forward(high) else {
      return nil
    }
    if let pivot, let p = kind.forward(pivot) {
      let reach = max(abs(b / 2 - p / 2), abs(p / 2 - a / 2))
      return reach > 0 ? 0.5 + (v / 2 - p / 2) / reach / 2 : 0.5
    }
    return b > a ? (v / 2 - a / 2) / (b / 2 - a / 2) : 0.5
  }

  private static func excess(
    of data: [Datum], over domain: ClosedRange<Double>?
  ) -> (low: Bool, high: Bool) {
    guard let domain, case .numbers(let low, let high) = Domain.of(data, kind: .linear) else {
      return (false, false)
    }
    let tolerance = (domain.upperBound - domain.lowerBound) * 1e-6
    return (low < domain.lowerBound - tolerance, high > domain.upperBound + tolerance)
  }

  private static func colors(_ kind: ColorScale.Kind) -> [Color] {
    if case .categorical(let colors) = kind, !colors.isEmpty { return colors }
    return .categorical
  }

  private static func ramp(
    _ kind: ColorScale.Kind, low: Double, high: Double, isGiven: Bool
  ) -> Mapping {
    switch kind {
    case .automatic, .categorical: return .ramp(.viridis, low: low, high: high, pivot: nil)
    case .sequential(let palette): return .ramp(palette, low: low, high: high, pivot: nil)
    case .diverging(let palette, let pivot):
      guard !isGiven else { return .ramp(palette, low: low, high: high, pivot: pivot) }
      let reach = max(abs(low - pivot), abs(high - pivot))
      return .ramp(palette, low: pivot - reach, high: pivot + reach, pivot: pivot)
    }
  }
}
