public import SuperposeDisplay

/// Points in three dimensions and the edges between them, in orthographic projection.
///
/// Nearer parts are larger, darker and in front.
public struct Polytope: Drawing {
  /// A straight line between two points, given by their indices.
  public struct Edge: Sendable, Hashable {
    public var from: Int
    public var to: Int
    public init(_ from: Int, _ to: Int) {
      self.from = from
      self.to = to
    }
  }

  /// One to three coordinates each: right, away and up.
  public var points: [[Double]]
  public var edges: [Edge]
  /// One for each point; repeated if there are fewer.
  public var colors: [Color]
  public var labels: [Label]
  /// Whether each point has a line to the origin.
  public var hasSpokes: Bool
  public var viewpoint: Viewpoint
  public var title: Label?
  public var preferredSize: Size
  /// Distance from the origin to the edge of the drawing; from the points when `nil`.
  public var reach: Double?

  /// Without `edges`, every point is joined to its nearest neighbours.
  public init(
    _ points: [[Double]], edges: [Edge]? = nil, colors: [Color] = [.blue], labels: [Label] = [],
    hasSpokes: Bool = false, viewpoint: Viewpoint = .oblique, title: Label? = nil,
    size: Size = Size(200, 200), reach: Double? = nil
  ) {
    self.points = points
    self.edges = edges ?? Self.nearestNeighbours(of: points)
    self.colors = colors.isEmpty ? [.blue] : colors
    self.labels = labels
    self.hasSpokes = hasSpokes
    self.viewpoint = viewpoint
    self.title = title
    preferredSize = size
    self.reach = reach
  }

  /// The polytope from another viewpoint.
  public func seen(from viewpoint: Viewpoint) -> Polytope {
    var copy = self
    copy.viewpoint = viewpoint
    return copy
  }

  /// The edges between every point and those at most 25 % farther than its nearest one. O(n²).
  public static func nearestNeighbours(of points: [[Double]]) -> [Edge] {
    var edges: Set<Edge> = []
    for i in points.indices {
      let distances = points.indices.map { $0 == i ? .infinity : distance(points[i], points[$0]) }
      guard let nearest = distances.min(), nearest.isFinite else { continue }
      for j in points.indices where distances[j] <= nearest * 1.25 {
        edges.insert(Edge(min(i, j), max(i, j)))
      }
    }
    return edges.sorted { ($0.from, $0.to) < ($1.from, $1.to) }
  }

  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  var extent: Double {
    let longest = points.map { Self.distance($0.map { $0.isFinite ? $0 : 0 }, [0, 0, 0]) }.max()
    let reach = reach ?? longest ?? 1
    return reach > 0 && reach.isFinite ? reach : 1
  }
}

extension Polytope: LiveDisplayable {
  public var mimeBundle: MIMEBundle { get throws { try figure.mimeBundle } }
  public var liveBundle: MIMEBundle { get throws { try figure.liveBundle } }
}

extension Polytope {
  public var heading: String? { title?.plainText }

  /// How many points and edges there are, and in how many dimensions.
  public var summary: String {
    let dimensions = points.map(\.count).max() ?? 0
    let spokes = hasSpokes ? ", each point joined to the origin" : ""
    return "A polytope of \(points.count) points and \(edges.count) edges in \(dimensions) "
      + "dimension\(dimensions == 1 ? "" : "s")\(spokes)."
  }

  public func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape] {
    let area = rect.inset(Edges(top: title == nil ? 0 : 20))
    var shapes: [Shape] = []
    if let title {
      shapes.append(
        .text(
          TextShape(
            title, at: Point(rect.midX, rect.y + 12), anchor: .middle, fontSize: 12,
            isBold: true)))
    }
    let room = labels.isEmpty ? 9.0 : 22
    let unit = max(min(area.width, area.height) / 2 - room, 1) / extent
    let scene = PolytopeScene(
      polytope: self, seen: points.map(viewpoint.project), center: Point(area.midX, area.midY),
      unit: unit, dotRadius: min(max(min(area.width, area.height) / 32, 2.2), 7))
    return shapes + [.group(GroupShape(scene.shapes, name: "polytope", bounds: rect))]
  }
}

/// A projected polytope, drawn from back to front.
private struct PolytopeScene {
  let polytope: Polytope
  let seen: [Projected]
  let center: Point
  let unit: Double
  let dotRadius: Double

  private func place(_ p: Projected) -> Point {
    Point(center.x + p.x * unit, center.y - p.y * unit)
  }

  /// 0 for the farthest, 1 for the nearest.
  private func nearness(_ depth: Double) -> Double {
    min(max(0.5 + depth / polytope.extent / 2, 0), 1)
  }

  var shapes: [Shape] {
    let lines = edgeShapes + spokeShapes
    return (lines + pointShapes).sorted { $0.depth < $1.depth }.flatMap(\.shapes)
  }

  private struct Layer {
    let depth: Double
    let shapes: [Shape]
  }

  private func lineStyle(_ depth: Double, _ color: Color, width: Double) -> Style {
    let near = nearness(depth)
    return Style(
      stroke: color, strokeWidth: width * (0.6 + 0.8 * near), opacity: 0.25 + 0.6 * near,
      isRound: true)
  }

  private var edgeShapes: [Layer] {
    polytope.edges.compactMap { edge in
      guard seen.indices.contains(edge.from), seen.indices.contains(edge.to) else { return nil }
      let (a, b) = (seen[edge.from], seen[edge.to])
      let depth = (a.depth + b.depth) / 2
      let path = Path(through: [place(a), place(b)])
      return Layer(depth: depth, shapes: [.path(path, lineStyle(depth, .muted, width: 1.4))])
    }
  }

  private var spokeShapes: [Layer] {
    guard polytope.hasSpokes else { return [] }
    return seen.enumerated().map { index, point in
      let path = Path(through: [center, place(point)])
      let style = lineStyle(point.depth / 2, color(index), width: 2.2)
      return Layer(depth: point.depth / 2, shapes: [.path(path, style)])
    }
  }

  private var pointShapes: [Layer] {
    seen.enumerated().map { index, point in
      let near = nearness(point.depth)
      let style = Style(
        fill: color(index), stroke: .paper, strokeWidth: 0.8, opacity: 0.45 + 0.55 * near)
      let radius = dotRadius * (0.75 + 0.5 * near)
      var shapes: [Shape] = [.circle(center: place(point), radius: radius, style)]
      if polytope.labels.indices.contains(index) { shapes.append(label(index, point)) }
      // Points are drawn slightly in front of the lines that end at them.
      return Layer(depth: point.depth + polytope.extent * 0.02, shapes: shapes)
    }
  }

  private func label(_ index: Int, _ point: Projected) -> Shape {
    let p = place(point)
    let (dx, dy) = (p.x - center.x, p.y - center.y)
    let length = max((dx * dx + dy * dy).squareRoot(), 1)
    let away = dotRadius + 8
    return .text(
      TextShape(
        polytope.labels[index],
        at: Point(p.x + dx / length * away, p.y + dy / length * away + 3.6), anchor: .middle,
        fontSize: 10, color: .muted))
  }

  private func color(_ index: Int) -> Color { polytope.colors[index % polytope.colors.count] }
}
