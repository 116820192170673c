/// The area between `y` and `y2` (0), one for each `series`; it breaks where a value is missing.
public struct Area: Mark {
  public var name: String { "area" }
  public var channels: Channels

  public init(
    x: any Channel, y: any Channel, y2: any Channel = 0, series: (any Channel)? = nil,
    fill: any Channel = Color.blue, opacity: any Channel = 0.25
  ) {
    channels = Channels([
      .x: x, .y: y, .y2: y2, .series: series, .fill: fill, .opacity: opacity,
    ])
  }

  /// An error band from `low` to `high`, for a line of the same colour.
  public static func band(
    x: any Channel, low: any Channel, high: any Channel, series: (any Channel)? = nil,
    fill: any Channel = Color.blue, opacity: any Channel = 0.18
  ) -> Area {
    Area(x: x, y: high, y2: low, series: series, fill: fill, opacity: opacity)
  }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    try frame.items(of: self).bySeries.flatMap { items -> [Shape] in
      items.split { $0.point == nil || $0.y2 == nil }.map { run in
        let upper = run.compactMap(\.point)
        let lower = run.compactMap { item in
          item.x.flatMap { x in item.y2.map { Point(x, $0) } }
        }
        let limit = wholeNumber(frame.rect.width * frame.limits.pointsPerPixel)
        let outline =
          Decimation.line(upper, limit: limit) + Decimation.line(lower, limit: limit).reversed()
        let first = run[run.startIndex]
        let style = Style(fill: first.fill, opacity: first.opacity)
        return .path(Path(through: outline, closed: true), style)
      }
    }
  }
}
