internal import SuperposeDisplay

/// The final scales and the rectangle in which marks are drawn.
public struct Frame: Sendable {
  /// The plotting area, in pixels.
  public let rect: Rect
  public let x: PositionScale
  public let y: PositionScale
  let color: ResolvedColorScale
  let radius: RadiusScale
  let limits: Limits
  /// The lines and dots of a plot in which some lines have names.
  var obstacles = Obstacles()

  /// The colour of `value` on the plot's colour scale.
  public func color(_ value: any DatumConvertible) -> Color { color.color(value.datum) }

  /// The position of a pair of values; `nil` if a scale has no position for one of them.
  public func point(_ x: Double, _ y: Double) -> Point? {
    guard let px = self.x.position(x), let py = self.y.position(y) else { return nil }
    return Point(px, py)
  }
}

/// Maps values of `radius` to pixels with proportional areas.
struct RadiusScale: Sendable {
  let largest: Double
  /// The radius of the largest value, in pixels.
  let reach: Double

  func radius(_ datum: Datum) -> Double? {
    guard let value = datum.number, value >= 0 else { return nil }
    return largest > 0 ? (value / largest).squareRoot() * reach : reach
  }
}

/// One item of a mark, with channels converted to pixels and colours.
public struct Item: Sendable {
  public let index: Int
  /// In pixels; `nil` if the channel is absent or has no position on the scale.
  public let x: Double?
  public let y: Double?
  public let x2: Double?
  public let y2: Double?
  public let radius: Double?
  public let fill: Color?
  public let stroke: Color?
  public let strokeWidth: Double?
  public let opacity: Double
  public let text: Label?
  public let fontSize: Double?
  /// Degrees, anticlockwise from the right.
  public let angle: Double?
  /// Pixels.
  public let length: Double?
  public let series: Datum

  var point: Point? {
    guard let x, let y else { return nil }
    return Point(x, y)
  }

  /// The position of `x2`, `y2`; if absent, that of `x`, `y`.
  var secondPoint: Point? {
    guard let x = x2 ?? x, let y = y2 ?? y else { return nil }
    return Point(x, y)
  }
}

extension Frame {
  /// The items that `mark` draws. Throws if its channels have different lengths.
  public func items(of mark: some Mark) throws(PlotError) -> [Item] {
    let count = try mark.channels.count(mark: mark.name)
    var items: [Item] = []
    items.reserveCapacity(count)
    for index in 0..<count { items.append(try item(index, of: mark.channels)) }
    return items
  }

  private func item(_ index: Int, of channels: Channels) throws(PlotError) -> Item {
    func datum(_ name: Channels.Name) -> Datum { channels[name]?[index] ?? .missing }
    return Item(
      index: index, x: x.position(datum(.x)), y: y.position(datum(.y)),
      x2: x.position(datum(.x2)), y2: y.position(datum(.y2)),
      radius: radius(channels[.radius], index), fill: try paint(channels[.fill], index),
      stroke: try paint(channels[.stroke], index), strokeWidth: datum(.strokeWidth).number,
      opacity: min(max(datum(.opacity).number ?? 1, 0), 1), text: datum(.text).label,
      fontSize: datum(.fontSize).number, angle: datum(.angle).number,
      length: datum(.length).number, series: seriesDatum(channels, index))
  }

  private func radius(_ channel: ChannelData?, _ index: Int) -> Double? {
    switch channel {
    case .constant(let datum): datum.number.map { max($0, 0) }
    case .values(let values): radius.radius(values[index])
    case nil: nil
    }
  }

  private func paint(_ channel: ChannelData?, _ index: Int) throws(PlotError) -> Color? {
    switch channel {
    case .constant(.text(let name)): return try Color(name: name)
    case .constant(.missing), nil: return nil
    case .constant(let datum): return color.color(datum)
    case .values(let values): return color.color(values[index])
    }
  }

  /// The series of an item: `series`, or a categorical stroke or fill.
  private func seriesDatum(_ channels: Channels, _ index: Int) -> Datum {
    if let series = channels[.series] { return series[index] }
    for name in [Channels.Name.stroke, .fill] {
      if case .values(let values) = channels[name], case .text = values[index] {
        return values[index]
      }
    }
    return .missing
  }
}

extension Datum {
  var label: Label? {
    switch self {
    case .text(let text): Label(text)
    case .number(let value): Label(NumberText.brief(value))
    case .color, .missing: nil
    }
  }
}

extension [Item] {
  /// The items by series, in order of first appearance.
  var bySeries: [[Item]] {
    var order: [Datum] = []
    var groups: [Datum: [Item]] = [:]
    for item in self {
      if groups[item.series] == nil { order.append(item.series) }
      groups[item.series, default: []].append(item)
    }
    return order.compactMap { groups[$0] }
  }
}
