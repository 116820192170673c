/// A closed outline through points in the order given, one for each `series`.
public struct Polygon: Mark {
  public var name: String { "polygon" }
  public var channels: Channels
  /// Whether the convex hull of the points is drawn, independently of their order.
  public var isHull: Bool

  public init(
    x: any Channel, y: any Channel, series: (any Channel)? = nil,
    fill: (any Channel)? = Color.blue.opacity(0.15), stroke: (any Channel)? = Color.blue,
    strokeWidth: any Channel = 1.2, opacity: (any Channel)? = nil
  ) {
    channels = Channels([
      .x: x, .y: y, .series: series, .fill: fill, .stroke: stroke, .strokeWidth: strokeWidth,
      .opacity: opacity,
    ])
    isHull = false
  }

  /// The convex hull of the points, one for each `series`.
  public static func hull(
    x: any Channel, y: any Channel, series: (any Channel)? = nil,
    fill: (any Channel)? = Color.blue.opacity(0.15), stroke: (any Channel)? = Color.blue,
    strokeWidth: any Channel = 1.2, opacity: (any Channel)? = nil
  ) -> Polygon {
    var polygon = Polygon(
      x: x, y: y, series: series, fill: fill, stroke: stroke, strokeWidth: strokeWidth,
      opacity: opacity)
    polygon.isHull = true
    return polygon
  }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    try frame.items(of: self).bySeries.compactMap { items in
      let points = items.compactMap(\.point)
      guard let first = items.first, !points.isEmpty else { return nil }
      let outline = isHull ? ConvexHull.around(points) : points
      let style = Style(
        fill: first.fill, stroke: first.stroke, strokeWidth: first.strokeWidth ?? 1.2,
        opacity: first.opacity, isRound: true)
      return .path(Path(through: outline, closed: true), style)
    }
  }
}
