/// A rectangle from `x`, `y` to `x2`, `y2`; an omitted side extends to the edge of the plot.
public struct Box: Mark {
  public var name: String { "box" }
  public var channels: Channels
  /// In pixels.
  public var cornerRadius: Double

  public init(
    x: (any Channel)? = nil, x2: (any Channel)? = nil, y: (any Channel)? = nil,
    y2: (any Channel)? = nil, fill: (any Channel)? = Color.grid, stroke: (any Channel)? = nil,
    strokeWidth: any Channel = 1.0, opacity: (any Channel)? = nil, cornerRadius: Double = 0
  ) {
    channels = Channels([
      .x: x, .x2: x2, .y: y, .y2: y2, .fill: fill, .stroke: stroke, .strokeWidth: strokeWidth,
      .opacity: opacity,
    ])
    self.cornerRadius = cornerRadius
  }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    try frame.items(of: self).compactMap { item in
      guard let rect = rect(item, in: frame.rect) else { return nil }
      let style = Style(
        fill: item.fill, stroke: item.stroke, strokeWidth: item.strokeWidth ?? 1,
        opacity: item.opacity)
      return .rect(rect, cornerRadius: cornerRadius, style)
    }
  }

  /// `nil` if a given side has no position on the scale.
  private func rect(_ item: Item, in frame: Rect) -> Rect? {
    func side(_ value: Double?, _ name: Channels.Name, _ edge: Double) -> Double? {
      channels[name] == nil ? edge : value
    }
    guard let left = side(item.x, .x, frame.x), let right = side(item.x2, .x2, frame.maxX),
      let bottom = side(item.y, .y, frame.maxY), let top = side(item.y2, .y2, frame.y)
    else { return nil }
    return Rect(from: Point(left, bottom), to: Point(right, top))
  }
}
