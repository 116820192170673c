/// Straight lines across the plot: vertical at each `x`, horizontal at each `y`.
///
/// With both, a vertical line at `x` from `y` to `y2`, or a horizontal one at `y` from `x` to `x2`.
/// `text` is the name of a line across the plot: above its right end (or below it, where data are
/// above), or beside its upper end.
public struct Rule: Mark {
  public var name: String { "rule" }
  public var channels: Channels
  /// Lengths of dashes and gaps, in pixels; empty for a solid line.
  public var dash: [Double]
  /// Whether the name of a horizontal line is below it.
  public var isNamedBelow: Bool

  public init(
    x: (any Channel)? = nil, y: (any Channel)? = nil, x2: (any Channel)? = nil,
    y2: (any Channel)? = nil, stroke: any Channel = Color.faint,
    strokeWidth: any Channel = 1.0, opacity: (any Channel)? = nil, text: (any Channel)? = nil,
    dash: [Double] = [], isNamedBelow: Bool = false
  ) {
    channels = Channels([
      .x: x, .y: y, .x2: x2, .y2: y2, .stroke: stroke, .strokeWidth: strokeWidth,
      .opacity: opacity, .text: text,
    ])
    self.dash = dash
    self.isNamedBelow = isNamedBelow
  }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    let rect = frame.rect
    return try frame.items(of: self).flatMap { item -> [Shape] in
      let ends: (Point, Point)
      switch (item.x, item.y) {
      case (nil, nil): return []
      case (let x?, nil) where channels[.y] == nil:
        ends = (Point(x, rect.maxY), Point(x, rect.y))
      case (nil, let y?) where channels[.x] == nil:
        ends = (Point(rect.x, y), Point(rect.maxX, y))
      case (let x?, let y?): ends = (Point(x, y), Point(item.x2 ?? x, item.y2 ?? y))
      default: return []
      }
      let style = Style(
        stroke: item.stroke, strokeWidth: item.strokeWidth ?? 1, dash: dash,
        opacity: item.opacity)
      let line = Shape.path(Path(through: [ends.0, ends.1]), style)
      return [line] + (item.text.map { [name($0, at: ends.1, in: rect)] } ?? [])
    }
  }

  /// A name beside `end`, inside the plot and on a ground, so that no line runs through it.
  private func name(_ text: Label, at end: Point, in rect: Rect) -> Shape {
    let isHorizontal = channels[.x] == nil
    let fits = end.x + 6 + FontMetrics.width(text, fontSize: Self.nameSize) <= rect.maxX
    let place =
      isHorizontal
      ? Point(end.x - 4, isNamedBelow ? end.y + 3 + Self.nameSize : end.y - 4)
      : Point(end.x + (fits ? 6 : -6), end.y + 4 + Self.nameSize)
    return .text(
      TextShape(
        text, at: place, anchor: isHorizontal || !fits ? .end : .start, fontSize: Self.nameSize,
        color: .muted, halo: .paper))
  }

  private static let nameSize = 10.0
}
