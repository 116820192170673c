/// A place on the page, in pixels from the top left corner.
public struct Point: Sendable, Hashable {
  public var x: Double
  public var y: Double
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// A width and a height, in pixels.
public struct Size: Sendable, Hashable {
  public var width: Double
  public var height: Double
  public init(_ width: Double, _ height: Double) {
    self.width = width
    self.height = height
  }
}

/// An upright rectangle, in pixels from the top left corner.
public struct Rect: Sendable, Hashable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  init(x: Double, y: Double, size: Size) {
    self.init(x: x, y: y, width: size.width, height: size.height)
  }

  /// The rectangle with these two corners, in any order.
  init(from a: Point, to b: Point) {
    self.init(
      x: min(a.x, b.x), y: min(a.y, b.y), width: abs(b.x - a.x), height: abs(b.y - a.y))
  }

  public var maxX: Double { x + width }
  public var maxY: Double { y + height }
  public var midX: Double { x + width / 2 }
  public var midY: Double { y + height / 2 }
  public var size: Size { Size(width, height) }

  /// Whether `point` is inside, or at most a pixel out.
  func holds(_ point: Point) -> Bool {
    point.x >= x - 1 && point.x <= maxX + 1 && point.y >= y - 1 && point.y <= maxY + 1
  }

  func inset(_ edges: Edges) -> Rect {
    Rect(
      x: x + edges.left, y: y + edges.top, width: max(width - edges.left - edges.right, 1),
      height: max(height - edges.top - edges.bottom, 1))
  }
}

/// Distances from the four sides of a rectangle, in pixels.
public struct Edges: Sendable, Hashable {
  public var top: Double
  public var right: Double
  public var bottom: Double
  public var left: Double

  public init(top: Double = 0, right: Double = 0, bottom: Double = 0, left: Double = 0) {
    self.top = top
    self.right = right
    self.bottom = bottom
    self.left = left
  }

  func union(_ other: Edges) -> Edges {
    Edges(
      top: max(top, other.top), right: max(right, other.right),
      bottom: max(bottom, other.bottom), left: max(left, other.left))
  }
}

/// An outline: straight and curved pieces from point to point.
public struct Path: Sendable, Hashable {
  public enum Piece: Sendable, Hashable {
    case move(Point)
    case line(Point)
    /// A quadratic curve with one control point.
    case quadratic(control: Point, to: Point)
    case close
  }
  public var pieces: [Piece]

  public init(_ pieces: [Piece] = []) { self.pieces = pieces }

  /// A polyline through `points`, closed into a polygon when asked.
  public init(through points: [Point], closed: Bool = false) {
    pieces = points.enumerated().map { $0.offset == 0 ? .move($0.element) : .line($0.element) }
    if closed, !points.isEmpty { pieces.append(.close) }
  }
}
