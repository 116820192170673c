/// Error bars: a line with a cap at each end, from `y` to `y2` at each `x`, or from `x` to `x2` at each `y`.
///
///     Interval(x: steps, y: low, y2: high)
public struct Interval: Mark {
  public var name: String { "interval" }
  public var channels: Channels
  /// The length of a cap, in pixels; 0 for none.
  public var cap: Double
  private let isUpright: Bool

  /// Vertical intervals.
  public init(
    x: any Channel, y: any Channel, y2: any Channel, stroke: any Channel = Color.ink,
    strokeWidth: any Channel = 1.0, opacity: (any Channel)? = nil, cap: Double = 5
  ) {
    channels = Channels([
      .x: x, .y: y, .y2: y2, .stroke: stroke, .strokeWidth: strokeWidth, .opacity: opacity,
    ])
    self.cap = cap
    isUpright = true
  }

  /// Horizontal intervals.
  public init(
    y: any Channel, x: any Channel, x2: any Channel, stroke: any Channel = Color.ink,
    strokeWidth: any Channel = 1.0, opacity: (any Channel)? = nil, cap: Double = 5
  ) {
    channels = Channels([
      .y: y, .x: x, .x2: x2, .stroke: stroke, .strokeWidth: strokeWidth, .opacity: opacity,
    ])
    self.cap = cap
    isUpright = false
  }

  /// Half a cap, which stands out beside the outermost values.
  public var inset: Double { cap / 2 }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    try frame.items(of: self).flatMap { item -> [Shape] in
      guard let x = item.x, let y = item.y, let far = isUpright ? item.y2 : item.x2 else { return [] }
      let ends = [Point(x, y), isUpright ? Point(x, far) : Point(far, y)]
      let style = Style(
        stroke: item.stroke, strokeWidth: item.strokeWidth ?? 1, opacity: item.opacity)
      let lines = [ends] + (cap > 0 ? ends.map(cap(at:)) : [])
      return lines.map { .path(Path(through: $0), style) }
    }
  }

  private func cap(at end: Point) -> [Point] {
    let (across, along) = isUpright ? (cap / 2, 0) : (0, cap / 2)
    return [Point(end.x - across, end.y - along), Point(end.x + across, end.y + along)]
  }
}
