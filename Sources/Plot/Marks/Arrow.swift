/// An arrow from `x`, `y` to `x2`, `y2`.
public struct Arrow: Mark {
  public var name: String { "arrow" }
  public var channels: Channels
  /// The length of the head, in pixels; 0 for none.
  public var headLength: Double

  public init(
    x: any Channel = 0, y: any Channel = 0, x2: any Channel, y2: any Channel,
    stroke: any Channel = Color.ink, strokeWidth: any Channel = 1.6,
    opacity: (any Channel)? = nil, headLength: Double = 7
  ) {
    channels = Channels([
      .x: x, .y: y, .x2: x2, .y2: y2, .stroke: stroke, .strokeWidth: strokeWidth,
      .opacity: opacity,
    ])
    self.headLength = headLength
  }

  public var inset: Double { 6 }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    try frame.items(of: self).flatMap { item -> [Shape] in
      guard let from = item.point, let x2 = item.x2, let y2 = item.y2 else { return [] }
      return ArrowOutline.shapes(
        from: from, to: Point(x2, y2), item: item, headLength: headLength)
    }
  }
}

/// A short arrow at `x`, `y` that points along `angle` (degrees, anticlockwise from the right)
/// and is `length` pixels long: a field of directions.
public struct Vector: Mark {
  public var name: String { "vector" }
  public var channels: Channels

  public init(
    x: any Channel, y: any Channel, angle: any Channel, length: any Channel = 14.0,
    stroke: any Channel = Color.ink, strokeWidth: any Channel = 1.2,
    opacity: (any Channel)? = nil
  ) {
    channels = Channels([
      .x: x, .y: y, .angle: angle, .length: length, .stroke: stroke,
      .strokeWidth: strokeWidth, .opacity: opacity,
    ])
  }

  public var inset: Double { 10 }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    try frame.items(of: self).flatMap { item -> [Shape] in
      guard let p = item.point, let angle = item.angle, let length = item.length else { return [] }
      let half = Angle.unit(degrees: angle)
      let dx = half.x * length / 2
      let dy = half.y * length / 2
      return ArrowOutline.shapes(
        from: Point(p.x - dx, p.y + dy), to: Point(p.x + dx, p.y - dy), item: item,
        headLength: min(5, abs(length) / 2))
    }
  }
}

enum ArrowOutline {
  /// A shaft and a filled head; nothing when the two ends are the same.
  static func shapes(from: Point, to: Point, item: Item, headLength: Double) -> [Shape] {
    let dx = to.x - from.x
    let dy = to.y - from.y
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0.01 else { return [] }
    let head = min(headLength, length)
    let (ux, uy) = (dx / length, dy / length)
    let neck = Point(to.x - ux * head, to.y - uy * head)
    let style = Style(
      stroke: item.stroke, strokeWidth: item.strokeWidth ?? 1.6, opacity: item.opacity,
      isRound: true)
    guard head > 0 else { return [.path(Path(through: [from, to]), style)] }
    let wing = head * 0.42
    let corners = [
      to, Point(neck.x - uy * wing, neck.y + ux * wing),
      Point(neck.x + uy * wing, neck.y - ux * wing),
    ]
    return [
      .path(Path(through: [from, neck]), style),
      .path(Path(through: corners, closed: true), Style(fill: item.stroke, opacity: item.opacity)),
    ]
  }
}
