/// A plot's title and subtitle, in lines.
struct PlotTitles {
  let title: [Label]
  let subtitle: [Label]

  /// Titles of plots that are narrower than this, in pixels, are smaller.
  static let smallWidth = 260.0
  private static let smallTitle = 12.0
  private static let titleLine = Typography.title * 1.2
  private static let subtitleLine = Typography.subtitle * 1.45
  /// However narrow the plot is, a line has room for a word.
  private static let leastWidth = 40.0

  /// - Parameter width: The room for a line, in pixels.
  init(of plot: Plot, width: Double, isSmall: Bool) {
    let width = max(width, Self.leastWidth)
    title =
      plot.title.map {
        LineWrap.lines($0, width: width, fontSize: isSmall ? Self.smallTitle : Typography.title, isBold: true)
      } ?? []
    subtitle = plot.subtitle.map { LineWrap.lines($0, width: width, fontSize: Typography.subtitle) } ?? []
  }

  var height: Double { Self.titleLine * Double(title.count) + Self.subtitleLine * Double(subtitle.count) }

  /// The lines above `baseline`, that of the last one. They start at the axis.
  func shapes(above frame: Rect, baseline: Double) -> [Shape] {
    let isSmall = frame.width < Self.smallWidth
    var shapes: [Shape] = []
    var baseline = baseline
    for line in subtitle.reversed() {
      shapes.append(
        .text(TextShape(line, at: Point(frame.x, baseline), fontSize: Typography.subtitle, color: .muted)))
      baseline -= Self.subtitleLine
    }
    for line in title.reversed() {
      let size = isSmall ? Self.smallTitle : Typography.title
      shapes.append(.text(TextShape(line, at: Point(frame.x, baseline), fontSize: size, isBold: true)))
      baseline -= Self.titleLine
    }
    return shapes
  }
}
