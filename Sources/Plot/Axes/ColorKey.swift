internal import SuperposeDisplay

/// A separate colour bar, for panels that share a colour scale.
public struct ColorKey: Drawing {
  public var palette: Palette
  public var domain: ClosedRange<Double>
  public var label: Label
  /// The values of the labels below the bar.
  public var ticks: [LabelledTick]
  public var preferredSize = Size(230, 44)

  /// Without `ticks`, the ends and the middle have labels.
  public init(
    _ palette: Palette, domain: ClosedRange<Double>, label: Label, ticks: [LabelledTick]? = nil
  ) {
    self.palette = palette
    self.domain = domain
    self.label = label
    let (low, high) = (domain.lowerBound, domain.upperBound)
    self.ticks =
      ticks
      ?? [low, low + (high - low) / 2, high].map {
        LabelledTick($0, Label(number: $0))
      }
  }

  public var summary: String {
    let (low, high) = (NumberText.brief(domain.lowerBound), NumberText.brief(domain.upperBound))
    return "Colours of \(label.plainText) from \(low) to \(high)."
  }

  public func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape] {
    let width = min(rect.width - 20, 200)
    let bar = Rect(
      x: rect.midX - width / 2, y: rect.y + 16, width: max(width, 10), height: 10)
    let scale = PositionScale(
      kind: .linear, domain: .numbers(low: domain.lowerBound, high: domain.upperBound),
      start: bar.x, end: bar.maxX)
    let words = ticks.compactMap { tick -> Shape? in
      guard let x = scale.position(tick.value) else { return nil }
      return .text(
        TextShape(
          tick.label, at: Point(x, bar.maxY + 12), anchor: .middle, fontSize: Typography.legend,
          color: .muted))
    }
    let name = Shape.text(
      TextShape(
        label, at: Point(bar.midX, bar.y - 6), anchor: .middle, fontSize: Typography.legend))
    return ColorBar.slices(bar, palette) + words + [name]
  }
}
