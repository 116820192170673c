/// Straight lines across the plot: vertical at each `x`, horizontal at each `y`.
///
/// With both, a vertical line at `x` from `y` to `y2`, or a horizontal one at `y` from `x` to `x2`.
/// `text` is the name of a line across the plot: above its right end (below it if `isNamedBelow`), or
/// beside its upper end; where other lines or dots are in the way, on its other side, at its other
/// end, or between the ends.
public struct Rule: Mark {
  public var name: String { "rule" }
  public var channels: Channels
  /// Lengths of dashes and gaps, in pixels; empty for a solid line.
  public var dash: [Double]
  /// Whether the name of a horizontal line is rather below it.
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
      return [line] + (item.text.map { [name($0, from: ends.0, to: ends.1, in: frame)] } ?? [])
    }
  }

  /// A name beside an end of the line, inside the plot and on a ground, at the first place where
  /// nothing else is, or least.
  private func name(_ text: Label, from start: Point, to end: Point, in frame: Frame) -> Shape {
    let size = Size(FontMetrics.width(text, fontSize: Self.nameSize), Self.nameSize)
    let places = channels[.x] == nil ? alongLevel(start, end, size) : alongUpright(start, end, size)
    let inside = places.filter {
      frame.rect.holds(Point($0.box.x, $0.box.y)) && frame.rect.holds(Point($0.box.maxX, $0.box.maxY))
    }
    let nuisances = inside.map { frame.obstacles.nuisance($0.box) }
    let best = inside.indices.min { nuisances[$0] < nuisances[$1] }
    let (box, anchor) = best.map { inside[$0] } ?? places[0]
    return .text(
      TextShape(
        text, at: Point(anchor == .end ? box.maxX : box.x, box.maxY), anchor: anchor,
        fontSize: Self.nameSize, color: .muted, halo: .paper))
  }

  private typealias Place = (box: Rect, anchor: TextShape.Anchor)

  /// Above and below the right end, then the left end, of a horizontal line.
  private func alongLevel(_ left: Point, _ right: Point, _ size: Size) -> [Place] {
    let (above, below) = (right.y - 4 - size.height, right.y + 3)
    let sides = isNamedBelow ? [below, above] : [above, below]
    let room = right.x - left.x - 8 - size.width
    return sides.map { (Rect(x: right.x - 4 - size.width, y: $0, size: size), .end) }
      + sides.map { (Rect(x: left.x + 4, y: $0, size: size), .start) }
      + Self.between.flatMap { part in
        sides.map { (Rect(x: left.x + 4 + room * part, y: $0, size: size), .start) }
      }
  }

  /// Right and left of the upper end, then the lower end, of a vertical line.
  private func alongUpright(_ bottom: Point, _ top: Point, _ size: Size) -> [Place] {
    let room = bottom.y - top.y - 8 - size.height
    return ([0, 1] + Self.between).map { top.y + 4 + room * $0 }.flatMap { y -> [Place] in
      [
        (Rect(x: top.x + 6, y: y, size: size), .start),
        (Rect(x: top.x - 6 - size.width, y: y, size: size), .end),
      ]
    }
  }

  private static let nameSize = 10.0
  /// Parts of a line's length between its ends, the places nearest to the right or upper end first.
  private static let between = [0.75, 0.5, 0.25]
}
