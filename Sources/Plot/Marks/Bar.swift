/// Bars from `base` (0) to a value: vertical at each category `x`, or horizontal at each category
/// `y`.
public struct Bar: Mark {
  /// The direction of the bars.
  public enum Direction: Sendable, Hashable { case up, right }

  public var name: String { "bar" }
  public var channels: Channels
  public var direction: Direction
  /// The width of a bar as a fraction of the available width.
  public var thickness: Double

  /// Vertical bars at `x` from `base` to `y`.
  public init(
    x: any Channel, y: any Channel, base: any Channel = 0, fill: any Channel = Color.blue,
    stroke: (any Channel)? = nil, strokeWidth: any Channel = 0.5,
    opacity: (any Channel)? = nil, thickness: Double = 0.8
  ) {
    channels = Channels([
      .x: x, .y: y, .y2: base, .fill: fill, .stroke: stroke, .strokeWidth: strokeWidth,
      .opacity: opacity,
    ])
    direction = .up
    self.thickness = thickness
  }

  /// Horizontal bars at `y` from `base` to `length`.
  public init(
    y: any Channel, length: any Channel, base: any Channel = 0, fill: any Channel = Color.blue,
    stroke: (any Channel)? = nil, strokeWidth: any Channel = 0.5,
    opacity: (any Channel)? = nil, thickness: Double = 0.8
  ) {
    channels = Channels([
      .y: y, .x: length, .x2: base, .fill: fill, .stroke: stroke, .strokeWidth: strokeWidth,
      .opacity: opacity,
    ])
    direction = .right
    self.thickness = thickness
  }

  private var bandAxis: Channels.Name { direction == .up ? .x : .y }

  public func extraDomain(_ axis: Channels.Name) -> [Datum] {
    guard axis == bandAxis else { return [] }
    return (channels[axis]?.all ?? []).compactMap(\.number).flatMap {
      [($0 - 0.5).datum, ($0 + 0.5).datum]
    }
  }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    let scale = direction == .up ? frame.x : frame.y
    let half = max(scale.bandwidth * thickness, 0.5) / 2
    return try frame.items(of: self).compactMap { item in
      guard let p = item.point else { return nil }
      let style = Style(
        fill: item.fill, stroke: item.stroke, strokeWidth: item.strokeWidth ?? 0.5,
        opacity: item.opacity)
      switch direction {
      case .up:
        guard let base = item.y2 else { return nil }
        let rect = Rect(from: Point(p.x - half, p.y), to: Point(p.x + half, base))
        return .rect(rect, cornerRadius: 0, style)
      case .right:
        guard let base = item.x2 else { return nil }
        let rect = Rect(from: Point(p.x, p.y - half), to: Point(base, p.y + half))
        return .rect(rect, cornerRadius: 0, style)
      }
    }
  }
}
