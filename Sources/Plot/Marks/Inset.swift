/// A drawing inside the plot, such as the geometry of a model beside its point on a curve.
public struct Inset: Mark {
  public var name: String { "inset" }
  public var channels: Channels
  public var drawing: any Drawing
  /// In pixels.
  public var size: Size
  /// The offset of the inset's centre from its point, in pixels right and down.
  public var offset: Point
  /// The background of the inset; `nil` is transparent.
  public var background: Color?
  public var border: Color?

  /// An inset whose centre is at `offset` from the data point `x`, `y`.
  public init(
    _ drawing: any Drawing, x: any Channel, y: any Channel, size: Size = Size(72, 72),
    offset: Point = Point(0, 0), background: Color? = nil, border: Color? = nil
  ) {
    self.drawing = drawing
    channels = Channels([.x: x, .y: y])
    self.size = size
    self.offset = offset
    self.background = background
    self.border = border
  }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    var shapes: [Shape] = []
    for item in try frame.items(of: self) {
      guard let p = item.point else { continue }
      let rect = Rect(
        x: p.x + offset.x - size.width / 2, y: p.y + offset.y - size.height / 2,
        width: size.width, height: size.height)
      if background != nil || border != nil {
        shapes.append(.rect(rect, cornerRadius: 4, Style(fill: background, stroke: border)))
      }
      shapes += try drawing.shapes(in: rect, margins: nil, limits: frame.limits)
    }
    return shapes
  }
}
