/// A matrix as a field of equal cells, `values[0]` at the lower end of `y`.
///
/// The cells divide the given ranges evenly on the axis, also on a logarithmic one. Up to 2,500
/// cells (`Limits.cellsPerRaster`) are drawn as rectangles; more become one embedded image.
/// To put row 0 at the top, as a matrix is written, turn the axis round: `.y(reversed: true)`.
public struct Raster: Mark {
  public var name: String { "raster" }
  public var channels: Channels
  let rows: Int
  let columns: Int
  /// The edges of the field, in data units.
  public var x: ClosedRange<Double>
  public var y: ClosedRange<Double>
  /// Empty room between cells, in pixels; only for cells drawn as rectangles.
  public var gap: Double
  /// Whether neighbouring cells blend into each other when they are an image.
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
    rows = columns > 0 ? values.count : 0
    self.columns = columns
    self.x = x ?? -0.5...(Double(max(columns, 1)) - 0.5)
    self.y = y ?? -0.5...(Double(max(values.count, 1)) - 0.5)
    self.gap = gap
    self.isSmooth = isSmooth
    channels = Channels()
    channels[.fill] = .values(values.flatMap { row in row.map(\.datum) })
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
      ? field.rectangles(gap: gap) : [.image(field.image)]
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

  func rectangles(gap: Double) -> [Shape] {
    let dx = (end.x - start.x) / Double(columns)
    let dy = (end.y - start.y) / Double(rows)
    return colors.enumerated().map { index, color in
      let a = Point(
        start.x + dx * Double(index % columns), start.y + dy * Double(index / columns))
      var rect = Rect(from: a, to: Point(a.x + dx, a.y + dy))
      // Cells without a gap overlap a little, or the page shines through the joints.
      let grow = gap > 0 ? -gap : 0.3
      rect = Rect(
        x: rect.x - grow / 2, y: rect.y - grow / 2, width: max(rect.width + grow, 0.2),
        height: max(rect.height + grow, 0.2))
      return .rect(rect, cornerRadius: 0, Style(fill: color))
    }
  }

  var image: ImageShape {
    let isAdaptive = colors.contains { $0.light != $0.dark }
    return ImageShape(
      rect: Rect(from: start, to: end), light: bitmap(\.light),
      dark: isAdaptive ? bitmap(\.dark) : nil)
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
