/// Straight lines across the plot: vertical at each `x`, horizontal at each `y`.
///
/// With both, a vertical line at `x` from `y` to `y2`, or a horizontal one at `y` from `x` to `x2`.
public struct Rule: Mark {
  public var name: String { "rule" }
  public var channels: Channels
  /// Lengths of dashes and gaps, in pixels; empty for a solid line.
  public var dash: [Double]

  public init(
    x: (any Channel)? = nil, y: (any Channel)? = nil, x2: (any Channel)? = nil,
    y2: (any Channel)? = nil, stroke: any Channel = Color.faint,
    strokeWidth: any Channel = 1.0, opacity: (any Channel)? = nil, dash: [Double] = []
  ) {
    channels = Channels([
      .x: x, .y: y, .x2: x2, .y2: y2, .stroke: stroke, .strokeWidth: strokeWidth,
      .opacity: opacity,
    ])
    self.dash = dash
  }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    let rect = frame.rect
    return try frame.items(of: self).compactMap { item in
      let ends: (Point, Point)
      switch (item.x, item.y) {
      case (nil, nil): return nil
      case (let x?, nil) where channels[.y] == nil:
        ends = (Point(x, rect.maxY), Point(x, rect.y))
      case (nil, let y?) where channels[.x] == nil:
        ends = (Point(rect.x, y), Point(rect.maxX, y))
      case (let x?, let y?): ends = (Point(x, y), Point(item.x2 ?? x, item.y2 ?? y))
      default: return nil
      }
      let style = Style(
        stroke: item.stroke, strokeWidth: item.strokeWidth ?? 1, dash: dash,
        opacity: item.opacity)
      return .path(Path(through: [ends.0, ends.1]), style)
    }
  }
}
