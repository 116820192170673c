/// Text at each point.
public struct Text: Mark {
  /// The position of the text relative to its point.
  public enum Side: Sendable, Hashable { case center, left, right, above, below }

  public var name: String { "text" }
  public var channels: Channels
  public var side: Side
  /// Distance from the point, in pixels.
  public var gap: Double
  public var isBold: Bool
  /// Whether the text has a halo in the page's colour, to stay legible over other marks.
  public var hasHalo: Bool

  public init(
    x: any Channel, y: any Channel, text: any Channel, fill: any Channel = Color.ink,
    fontSize: any Channel = 11.0, side: Side = .center, gap: Double = 6, isBold: Bool = false,
    hasHalo: Bool = false, opacity: (any Channel)? = nil
  ) {
    channels = Channels([
      .x: x, .y: y, .text: text, .fill: fill, .fontSize: fontSize, .opacity: opacity,
    ])
    self.side = side
    self.gap = gap
    self.isBold = isBold
    self.hasHalo = hasHalo
  }

  public var isClipped: Bool { false }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    try frame.items(of: self).compactMap { item in
      guard let point = item.point, let text = item.text, frame.rect.holds(point) else {
        return nil
      }
      let size = item.fontSize ?? 11
      let color = item.fill ?? .ink
      return .text(
        TextShape(
          text, at: baseline(point, size: size), anchor: anchor, fontSize: size,
          isBold: isBold, color: item.opacity < 1 ? color.opacity(item.opacity) : color,
          halo: hasHalo ? .paper : nil))
    }
  }

  private var anchor: TextShape.Anchor {
    switch side {
    case .center, .above, .below: .middle
    case .left: .end
    case .right: .start
    }
  }

  private func baseline(_ p: Point, size: Double) -> Point {
    let middle = size * FontMetrics.middleShift
    switch side {
    case .center: return Point(p.x, p.y + middle)
    case .left: return Point(p.x - gap, p.y + middle)
    case .right: return Point(p.x + gap, p.y + middle)
    case .above: return Point(p.x, p.y - gap)
    case .below: return Point(p.x, p.y + gap + 2 * middle)
    }
  }
}
