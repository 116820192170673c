/// A dot at each point.
///
/// A constant `radius` is in pixels; values go through a scale with proportional areas.
public struct Dot: Mark {
  /// The shape of a dot.
  public enum Symbol: Sendable, Hashable { case circle, square, diamond, triangle, cross }

  public var name: String { "dot" }
  public var channels: Channels
  public var symbol: Symbol

  public init(
    x: any Channel, y: any Channel, radius: any Channel = 3.0,
    fill: (any Channel)? = Color.blue, stroke: (any Channel)? = nil,
    strokeWidth: any Channel = 1.2, opacity: (any Channel)? = nil, symbol: Symbol = .circle
  ) {
    channels = Channels([
      .x: x, .y: y, .radius: radius, .fill: fill, .stroke: stroke, .strokeWidth: strokeWidth,
      .opacity: opacity,
    ])
    self.symbol = symbol
  }

  public var inset: Double { 8 }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    try frame.items(of: self).compactMap { item in
      guard let point = item.point, let radius = item.radius, radius > 0 else { return nil }
      return shape(item, at: point, radius: radius)
    }
  }

  private func shape(_ item: Item, at p: Point, radius r: Double) -> Shape {
    let style = Style(
      fill: item.fill, stroke: item.stroke, strokeWidth: item.strokeWidth ?? 1.2,
      opacity: item.opacity)
    switch symbol {
    case .circle: return .circle(center: p, radius: r, style)
    case .square:
      let side = r * 1.77
      let rect = Rect(x: p.x - side / 2, y: p.y - side / 2, width: side, height: side)
      return .rect(rect, cornerRadius: 0, style)
    case .diamond:
      let d = r * 1.25
      return polygon([(0, -d), (d, 0), (0, d), (-d, 0)], p, style)
    case .triangle:
      let d = r * 1.35
      return polygon([(0, -d), (d * 0.87, d / 2), (-d * 0.87, d / 2)], p, style)
    case .cross:
      let line = Style(
        stroke: item.stroke ?? item.fill, strokeWidth: style.strokeWidth, opacity: item.opacity)
      let path = Path([
        .move(Point(p.x - r, p.y - r)), .line(Point(p.x + r, p.y + r)),
        .move(Point(p.x - r, p.y + r)), .line(Point(p.x + r, p.y - r)),
      ])
      return .path(path, line)
    }
  }

  private func polygon(_ offsets: [(Double, Double)], _ p: Point, _ style: Style) -> Shape {
    .path(Path(through: offsets.map { Point(p.x + $0.0, p.y + $0.1) }, closed: true), style)
  }
}
