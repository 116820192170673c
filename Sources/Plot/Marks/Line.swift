/// A line through points in the order given; it breaks where a value is missing.
///
/// One line for each value of `series` (or of a categorical `stroke`). Long lines are decimated to
/// the resolution of the page, with all peaks kept.
public struct Line: Mark {
  public var name: String { "line" }
  public var channels: Channels
  /// Lengths of dashes and gaps, in pixels; empty for a solid line.
  public var dash: [Double]
  /// Whether the line has steps, for values that are constant until they change.
  public var isStepped: Bool

  public init(
    x: any Channel, y: any Channel, series: (any Channel)? = nil,
    stroke: any Channel = Color.blue, strokeWidth: any Channel = 1.6,
    opacity: (any Channel)? = nil, dash: [Double] = [], isStepped: Bool = false
  ) {
    channels = Channels([
      .x: x, .y: y, .series: series, .stroke: stroke, .strokeWidth: strokeWidth,
      .opacity: opacity,
    ])
    self.dash = dash
    self.isStepped = isStepped
  }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    try frame.items(of: self).bySeries.flatMap { items -> [Shape] in
      runs(items).map { run in shape(run, frame: frame) }
    }
  }

  private func shape(_ run: [Item], frame: Frame) -> Shape {
    let first = run[0]
    let all = run.compactMap(\.point)
    let limit = wholeNumber(frame.rect.width * frame.limits.pointsPerPixel)
    let points = Decimation.line(all, limit: limit)
    let style = Style(
      stroke: first.stroke, strokeWidth: first.strokeWidth ?? 1.6, dash: dash,
      opacity: first.opacity, isRound: true)
    // A line with one point has no length, so draw a dot.
    if points.count == 1 {
      let radius = max(style.strokeWidth, 1)
      return .circle(
        center: points[0], radius: radius, Style(fill: first.stroke, opacity: first.opacity))
    }
    return .path(Path(through: isStepped ? steps(points) : points), style)
  }

  private func runs(_ items: [Item]) -> [[Item]] {
    items.split { $0.point == nil }.map(Array.init)
  }

  private func steps(_ points: [Point]) -> [Point] {
    zip(points, points.dropFirst()).flatMap { [$0, Point($1.x, $0.y)] } + points.suffix(1)
  }
}
