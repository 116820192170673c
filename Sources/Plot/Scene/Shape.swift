/// A graphical shape at a position on the page. Marks are converted to shapes.
///
/// Shapes have pixels and colours; they depend on neither data nor SVG.
public indirect enum Shape: Sendable, Hashable {
  case circle(center: Point, radius: Double, Style)
  case rect(Rect, cornerRadius: Double, Style)
  case path(Path, Style)
  case text(TextShape)
  case image(ImageShape)
  case group(GroupShape)
}

/// The style of a shape.
public struct Style: Sendable, Hashable {
  public var fill: Color?
  public var stroke: Color?
  /// In pixels.
  public var strokeWidth: Double
  /// Lengths of dashes and gaps, in pixels; empty for a solid line.
  public var dash: [Double]
  public var opacity: Double
  /// Whether line ends are round (true) or square.
  public var isRound: Bool
  /// Whether edges snap to whole pixels, so that neighbours leave no seam.
  public var isCrisp: Bool

  public init(
    fill: Color? = nil, stroke: Color? = nil, strokeWidth: Double = 1, dash: [Double] = [],
    opacity: Double = 1, isRound: Bool = false, isCrisp: Bool = false
  ) {
    self.fill = fill
    self.stroke = stroke
    self.strokeWidth = strokeWidth
    self.dash = dash
    self.opacity = opacity
    self.isRound = isRound
    self.isCrisp = isCrisp
  }
}

/// A line of text at a place.
public struct TextShape: Sendable, Hashable {
  /// The part of the text that is at its position.
  public enum Anchor: Sendable, Hashable { case start, middle, end }

  public var label: Label
  /// The position of the start, centre or end of the baseline, according to `anchor`.
  public var position: Point
  public var anchor: Anchor
  /// In pixels.
  public var fontSize: Double
  public var isBold: Bool
  public var color: Color
  /// Turned clockwise about its position, in degrees.
  public var rotation: Double
  /// A ground of this colour keeps the text legible over marks.
  public var halo: Color?

  public init(
    _ label: Label, at position: Point, anchor: Anchor = .start, fontSize: Double = 11,
    isBold: Bool = false, color: Color = .ink, rotation: Double = 0, halo: Color? = nil
  ) {
    self.label = label
    self.position = position
    self.anchor = anchor
    self.fontSize = fontSize
    self.isBold = isBold
    self.color = color
    self.rotation = rotation
    self.halo = halo
  }
}

extension TextShape {
  /// The width of the text in DejaVu Sans, in pixels.
  public var width: Double {
    FontMetrics.width(label, fontSize: fontSize, isBold: isBold)
  }

  /// A rectangle around the text, before it is turned.
  var box: Rect {
    let left =
      switch anchor {
      case .start: position.x
      case .middle: position.x - width / 2
      case .end: position.x - width
      }
    return Rect(
      x: left - 2, y: position.y - fontSize * 0.86, width: width + 4, height: fontSize * 1.14)
  }
}

/// Pixels laid over a rectangle; the dark variant replaces them on dark pages.
public struct ImageShape: Sendable, Hashable {
  public var rect: Rect
  public var light: Bitmap
  public var dark: Bitmap?
}

/// Shapes that are moved, clipped or faded together.
public struct GroupShape: Sendable, Hashable {
  public var children: [Shape]
  /// A name of the group for readers of the SVG source.
  public var name: String?
  /// The clipping rectangle.
  public var clip: Rect?
  public var opacity: Double
  /// The area of the group. A group with very many shapes becomes an image of this area.
  public var bounds: Rect?

  public init(
    _ children: [Shape], name: String? = nil, clip: Rect? = nil, opacity: Double = 1,
    bounds: Rect? = nil
  ) {
    self.children = children
    self.name = name
    self.clip = clip
    self.opacity = opacity
    self.bounds = bounds
  }
}

/// Red, green, blue and alpha bytes, rows from the top; alpha is not multiplied in.
public struct Bitmap: Sendable, Hashable {
  public var width: Int
  public var height: Int
  public var bytes: [UInt8]
}

extension Bitmap {
  /// With so many pixels for each that the bitmap has at least `resolution` for each pixel of `rect`.
  func enlarged(toFill rect: Rect, resolution: Double) -> Bitmap {
    func factor(_ length: Double, _ count: Int) -> Int {
      count > 0 ? min(max(wholeNumber((resolution * length / Double(count)).rounded(.up), limit: 64), 1), 64) : 1
    }
    let across = factor(rect.width, width)
    let down = factor(rect.height, height)
    // Large bitmaps have several cells for each pixel already.
    guard across * down > 1, width * across <= 4000, height * down <= 4000 else { return self }
    var larger: [UInt8] = []
    larger.reserveCapacity(bytes.count * across * down)
    for row in 0..<height {
      var line: [UInt8] = []
      for column in 0..<width {
        let start = 4 * (row * width + column)
        for _ in 0..<across { line += bytes[start..<start + 4] }
      }
      for _ in 0..<down { larger += line }
    }
    return Bitmap(width: width * across, height: height * down, bytes: larger)
  }
}

extension [Shape] {
  /// The number of shapes, with the contents of groups.
  var paintCount: Int {
    reduce(0) { count, shape in
      if case .group(let group) = shape { return count + group.children.paintCount }
      return count + 1
    }
  }
}
