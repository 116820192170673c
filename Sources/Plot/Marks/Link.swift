/// A straight or curved line from `x`, `y` to `x2`, `y2`: the edges of a graph.
public struct Link: Mark {
  public var name: String { "link" }
  public var channels: Channels
  /// The height of the curve as a fraction of the length; 0 is straight.
  public var bend: Double

  public init(
    x: any Channel, y: any Channel, x2: any Channel, y2: any Channel,
    stroke: any Channel = Color.ink, strokeWidth: any Channel = 1.0,
    opacity: (any Channel)? = nil, bend: Double = 0
  ) {
    channels = Channels([
      .x: x, .y: y, .x2: x2, .y2: y2, .stroke: stroke, .strokeWidth: strokeWidth,
      .opacity: opacity,
    ])
    self.bend = bend
  }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    try frame.items(of: self).compactMap { item in
      guard let from = item.point, let x2 = item.x2, let y2 = item.y2 else { return nil }
      let style = Style(
        stroke: item.stroke, strokeWidth: item.strokeWidth ?? 1, opacity: item.opacity,
        isRound: true)
      return .path(path(from, Point(x2, y2)), style)
    }
  }

  private func path(_ a: Point, _ b: Point) -> Path {
    guard bend != 0 else { return Path(through: [a, b]) }
    let control = Point(
      (a.x + b.x) / 2 + (b.y - a.y) * bend, (a.y + b.y) / 2 - (b.x - a.x) * bend)
    return Path([.move(a), .quadratic(control: control, to: b)])
  }
}
