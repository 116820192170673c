/// A separate legend of named colours, for panels that share them.
public struct Swatches: Drawing {
  public var names: [String]
  public var colors: [Color]
  public var preferredSize: Size

  /// One swatch for each name; colours repeat when there are fewer of them.
  public init(_ names: [String], colors: [Color]) {
    self.names = names
    self.colors = colors
    preferredSize = Size(1, 1)
    preferredSize = Size(max(legend.swatchesWidth, 1), 28)
  }

  private var legend: Legend {
    var scale = ColorScale()
    scale.kind = .categorical(colors)
    scale.categories = names
    return Legend(scale: ResolvedColorScale(scale, data: []), label: nil, place: .automatic, ticks: .automatic)
  }

  public var summary: String { "Colours of \(names.joined(separator: ", "))." }

  public func fitted(to width: Double) -> any Drawing {
    var copy = self
    copy.preferredSize = Size(min(preferredSize.width, width), 8 + legend.room(in: Size(width, 0)).top)
    return copy
  }

  public func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape] {
    let width = min(legend.swatchesWidth, rect.width)
    return legend.swatches(at: Point(rect.midX - width / 2, rect.y + 8), width: width + 1)
  }
}
