/// Shapes and the size of their page, in pixels.
struct Scene: Sendable, Hashable {
  var shapes: [Shape]
  var size: Size
}

extension Figure {
  /// The default size of the figure, in pixels: at most 900 wide where its panels can be broken
  /// into more rows.
  public var preferredSize: Size {
    let size = content.fitted(to: Self.widest - 2 * padding).preferredSize
    let width = size.width + 2 * padding
    return Size(width, size.height + 2 * padding + headHeight(width) + footHeight(width))
  }

  /// The width of a notebook's outputs, in pixels.
  static let widest = 900.0

  /// The size of a page of `width`, laid out again for it: text keeps its size, panels are broken into
  /// more rows, and everything else keeps its proportions. Broken rows are not made higher to fill the
  /// width.
  func size(width: Double) -> Size {
    let inner = max(width - 2 * padding, 1)
    let fitted = content.fitted(to: inner).preferredSize
    let isBroken = content.preferredSize.width > inner && fitted.width < inner
    let height = isBroken ? fitted.height : fitted.height * inner / max(fitted.width, 1)
    return Size(width, height + 2 * padding + headHeight(width) + footHeight(width))
  }

  /// Everything on the page; `size` is that of the page, in pixels.
  func scene(size: Size? = nil) throws(PlotError) -> Scene {
    let size = size ?? preferredSize
    guard (1...20_000).contains(size.width), (1...20_000).contains(size.height) else {
      throw .size(width: size.width, height: size.height)
    }
    let head = headHeight(size.width)
    let foot = footHeight(size.width)
    let page = Rect(x: 0, y: 0, width: size.width, height: size.height)
    let area = page.inset(
      Edges(top: padding + head, right: padding, bottom: padding + foot, left: padding))
    var shapes: [Shape] = [.rect(page, cornerRadius: 0, Style(fill: background))]
    shapes += try content.fitted(to: area.width).shapes(in: area, margins: nil, limits: limits)
    shapes += headShapes(width: size.width)
    shapes += footShapes(width: size.width, top: size.height - padding - foot)
    return Scene(shapes: shapes, size: size)
  }

  private static let titleSize = 15.0
  private static let titleLine = 22.0
  private static let subtitleSize = 11.5
  private static let subtitleLine = 17.0

  private func titleLines(_ width: Double) -> [Label] {
    title.map { LineWrap.lines($0, width: width - 2 * padding, fontSize: Self.titleSize, isBold: true) } ?? []
  }

  private func subtitleLines(_ width: Double) -> [Label] {
    subtitle.map { LineWrap.lines($0, width: width - 2 * padding, fontSize: Self.subtitleSize) } ?? []
  }

  private func headHeight(_ width: Double) -> Double {
    let lines =
      Self.titleLine * Double(titleLines(width).count) + Self.subtitleLine * Double(subtitleLines(width).count)
    return lines == 0 ? 0 : lines + 6
  }

  private func headShapes(width: Double) -> [Shape] {
    var top = padding
    var shapes: [Shape] = []
    for line in titleLines(width) {
      shapes.append(.text(TextShape(line, at: Point(padding, top + 13), fontSize: Self.titleSize, isBold: true)))
      top += Self.titleLine
    }
    for line in subtitleLines(width) {
      shapes.append(
        .text(TextShape(line, at: Point(padding, top + 10), fontSize: Self.subtitleSize, color: .muted)))
      top += Self.subtitleLine
    }
    return shapes
  }

  private static let captionSize = 11.0
  private static let captionLine = 15.5

  private func captionLines(_ width: Double) -> [String] {
    guard let caption else { return [] }
    return LineWrap.lines(caption, width: width - 2 * padding, fontSize: Self.captionSize)
  }

  private func footHeight(_ width: Double) -> Double {
    let lines = captionLines(width)
    return lines.isEmpty ? 0 : 10 + Self.captionLine * Double(lines.count)
  }

  private func footShapes(width: Double, top: Double) -> [Shape] {
    captionLines(width).enumerated().map { index, line in
      let baseline = top + 10 + Self.captionLine * Double(index) + 11
      return .text(
        TextShape(
          Label(line), at: Point(padding, baseline), fontSize: Self.captionSize, color: .muted))
    }
  }
}
