/// A line of text in the centre of its rectangle, as a title of a row or column of panels.
public struct Words: Drawing {
  public var label: Label
  /// In pixels.
  public var fontSize: Double
  /// Whether the text runs upwards, for a row.
  public var isUpright: Bool
  public var preferredSize: Size

  public init(_ label: Label, fontSize: Double = 11, isUpright: Bool = false) {
    self.label = label
    self.fontSize = fontSize
    self.isUpright = isUpright
    let length = FontMetrics.width(label, fontSize: fontSize) + 4
    let height = fontSize * 1.5
    preferredSize = isUpright ? Size(height, length) : Size(length, height)
  }

  public var summary: String { label.plainText }

  public func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape] {
    let drop = fontSize * FontMetrics.middleShift
    let place =
      isUpright ? Point(rect.midX + drop, rect.midY) : Point(rect.midX, rect.midY + drop)
    return [
      .text(
        TextShape(
          label, at: place, anchor: .middle, fontSize: fontSize, color: .muted,
          rotation: isUpright ? -90 : 0))
    ]
  }
}
