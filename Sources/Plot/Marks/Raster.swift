/// A matrix as a grid of equal cells, `values[0]` at the lower end of `y`.
///
/// The cells divide the given ranges evenly on the axis, also on a logarithmic one. Up to 2,500
/// cells (`Limits.cellsPerRaster`) are drawn as rectangles; more become one embedded image. To put
/// row 0 at the top, reverse the axis: `.y(reversed: true)`.
public struct Raster: Mark {
  public var name: String { "raster" }
  public var channels: Channels
  let rows: Int
  let columns: Int
  /// The edges of the grid, in data units.
  public var x: ClosedRange<Double>
  public var y: ClosedRange<Double>
  /// The gap between cells, in pixels; only for cells drawn as rectangles.
  public var gap: Double
  /// Whether an image interpolates between neighbouring cells.
  public var isSmooth: Bool

  /// Without ranges, cell (row i, column j) is centred on x = j, y = i.
  /// Throws `PlotError.ragged` when the rows have different lengths.
  public init(
    _ values: [[some DatumConvertible]], x: ClosedRange<Double>? = nil,
    y: ClosedRange<Double>? = nil, gap: Double = 0, isSmooth: Bool = false
  ) throws(PlotError) {
    let columns = values.first?.count ?? 0
    if let bad = values.firstIndex(where: { $0.count != columns }) {
      throw .ragged(what: "raster", row: bad, wanted: columns, found: values[bad].count)
    }
    self.init(
      rows: values.count, columns: columns, values.flatMap { $0 }, x: x, y: y, gap: gap,
      isSmooth: isSmooth)
  }

  /// A matrix whose elements lie row after row; there must be rows × columns of them.
  public init(
    rows: Int, columns: Int, _ elements: [some DatumConvertible], x: ClosedRange<Double>? = nil,
    y: ClosedRange<Double>? = nil, gap: Double = 0, isSmooth: Bool = false
  ) {
    precondition(
      rows >= 0 && columns >= 0 && elements.count == rows * columns,
      "a raster of \(rows) × \(columns) cannot have \(elements.count) cells")
    self.rows = columns > 0 ? rows : 0
    self.columns = columns
    self.x = x ?? -0.5...(Double(max(columns, 1)) - 0.5)
    self.y = y ?? -0.5...(Double(max(rows, 1)) - 0.5)
    self.gap = gap
    self.isSmooth = isSmooth
    channels = Channels()
    channels[.fill] = .values(elements.map(\.datum))
  }

  public func extraDomain(_ axis: Channels.Name) -> [Datum] {
    guard rows > 0 else { return [] }
    let range = axis == .x ? x : y
    return [range.lowerBound.datum, range.upperBound.datum]
  }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    guard rows > 0, let fill = channels[.fill],
      let left = frame.x.position(x.lowerBound), let right = frame.x.position(x.upperBound),
      let first = frame.y.position(y.lowerBound), let last = frame.y.position(y.upperBound)
    else { return [] }
    let colors = fill.all.map { frame.color.color($0) }
    let field = RasterField(
      rows: rows, columns: columns, colors: colors, start: Point(left, first),
      end: Point(right, last))
    return rows * columns <= frame.limits.cellsPerRaster
      ? field.rectangles(gap: gap) : [.image(field.image(resolution: frame.limits.rasterResolution))]
  }
}

/// Coloured cells between two corners of the page.
struct RasterField {
  let rows: Int
  let columns: Int
  /// Row by row, row 0 at `start`.
  let colors: [Color]
  let start: Point
  let end: Point

  /// One rectangle for each cell; without a gap, one for each run of equal cells in a row, over a
  /// background of the most frequent colour.
  func rectangles(gap: Double) -> [Shape] {
    guard gap <= 0 else {
      return colors.indices.map { index in
        let cell = rect(row: index / columns, columns: index % columns..<index % columns + 1)
        let inner = Rect(
          x: cell.x + gap / 2, y: cell.y + gap / 2, width: max(cell.width - gap, 0.2),
          height: max(cell.height - gap, 0.2))
        return .rect(inner, cornerRadius: 0, Style(fill: colors[index]))
      }
    }
    let ground = mostFrequentColor
    let page = Rect(from: start, to: end)
    return [.rect(page, cornerRadius: 0, Style(fill: ground, isCrisp: true))]
      + (0..<rows).flatMap { row in runs(row: row, besides: ground) }
  }

  private func runs(row: Int, besides ground: Color?) -> [Shape] {
    let line = colors[row * columns..<(row + 1) * columns]
    var shapes: [Shape] = []
    var place = line.startIndex
    while place < line.endIndex {
      let next = line[place...].firstIndex { $0 != line[place] } ?? line.endIndex
      if line[place] != ground {
        let range = place - line.startIndex..<next - line.startIndex
        let style = Style(fill: line[place], isCrisp: true)
        shapes.append(.rect(overlapping(rect(row: row, columns: range)), cornerRadius: 0, style))
      }
      place = next
    }
    return shapes
  }

  /// Half a pixel wider and higher inside the grid, so that the ground does not show between neighbours.
  private func overlapping(_ cell: Rect) -> Rect {
    let page = Rect(from: start, to: end)
    return Rect(
      x: cell.x, y: cell.y, width: min(cell.width + 0.5, page.maxX - cell.x),
      height: min(cell.height + 0.5, page.maxY - cell.y))
  }

  private func rect(row: Int, columns range: Range<Int>) -> Rect {
    let dx = (end.x - start.x) / Double(columns)
    let dy = (end.y - start.y) / Double(rows)
    return Rect(
      from: Point(start.x + dx * Double(range.lowerBound), start.y + dy * Double(row)),
      to: Point(start.x + dx * Double(range.upperBound), start.y + dy * Double(row + 1)))
  }

  /// The most frequent; the first of them if several are equally frequent.
  private var mostFrequentColor: Color? {
    var counts: [Color: Int] = [:]
    for color in colors { counts[color, default: 0] += 1 }
    let most = counts.values.max() ?? 0
    return colors.first { counts[$0] == most }
  }

  /// Renderers of PNG and PDF blur cells that they enlarge, so cells have several pixels each.
  ///
  /// - Parameter resolution: Pixels of the image for each pixel of the page, at least.
  func image(resolution: Double) -> ImageShape {
    let isAdaptive = colors.contains { $0.light != $0.dark }
    let rect = Rect(from: start, to: end)
    return ImageShape(
      rect: rect, light: bitmap(\.light).enlarged(toFill: rect, resolution: resolution),
      dark: isAdaptive ? bitmap(\.dark).enlarged(toFill: rect, resolution: resolution) : nil)
  }

  /// The cells as pixels, the top left one first.
  private func bitmap(_ side: KeyPath<Color, UInt32>) -> Bitmap {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rows * columns * 4)
    for line in 0..<rows {
      let row = end.y < start.y ? rows - 1 - line : line
      for place in 0..<columns {
        let column = end.x < start.x ? columns - 1 - place : place
        let color = colors[row * columns + column]
        let hex = color[keyPath: side]
        bytes += [
          UInt8(hex >> 16 & 0xFF), UInt8(hex >> 8 & 0xFF), UInt8(hex & 0xFF),
          UInt8((color.opacity * 255).rounded()),
        ]
      }
    }
    return Bitmap(width: columns, height: rows, bytes: bytes)
  }
}
