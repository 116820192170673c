public import SuperposePlot
public import ToyLib

extension Figure {
  /// The feature-geometry graph: a node for each represented feature, coloured by its
  /// dimensionality D_i, and an edge for each pair that is not orthogonal, with a width that shows
  /// |W_i · W_j|. The values are those of `Embedding.featureGraph`, for features longer than 0.3.
  ///
  /// Groups without edges between them, the factors of a tegum product, are drawn separately, each
  /// along its first two or three principal axes.
  public static func featureGeometry(
    _ embedding: some Embedding, title: Label? = nil, threshold: Double = 0.15
  ) -> Figure {
    let graph = GeometryGraph(
      embedding.weights, title: title ?? "", size: 420, threshold: threshold
    ).cropped
    var figure = Figure(Panels(rows: [[graph], [GeometryGraph.key]]))
    figure.name = "Feature geometry"
    figure.summary = graph.summary
    return figure.showing([embedding.origin], by: "Figure.featureGeometry")
  }
}

/// The graph of one model, for panels and insets.
struct GeometryGraph: Drawing {
  /// A connected group of features, with positions in the unit disc.
  struct Component {
    let members: [Int]
    let places: [Point]

    /// Of its width: a pair is a line, which needs little room.
    var height: Double { places.allSatisfy { $0.y == 0 } ? 0.5 : 1 }
  }

  static let key = ColorKey(.viridis, domain: 0...1, label: "feature dimensionality D_{i}")

  let components: [Component]
  let edges: [[(from: Int, to: Int, weight: Double)]]
  let dimensionality: [Double]
  let title: Label
  private(set) var preferredSize: Size

  init(_ weights: Matrix, title: Label, size: Double, threshold: Double = 0.15) {
    let graph = weights.featureGraph(threshold: threshold, above: 0.3)
    let groups = graph.groups
    components = groups.map { members in
      Component(members: members, places: Self.places(members, of: weights))
    }
    edges = groups.map { members in
      let places = Dictionary(uniqueKeysWithValues: zip(members, members.indices))
      return graph.edges.compactMap { edge in
        guard let from = places[edge.from], let to = places[edge.to] else { return nil }
        return (from: from, to: to, weight: abs(edge.product))
      }
    }
    dimensionality = weights.featureDimensionality.map(Double.init)
    self.title = title
    preferredSize = Size(size, size + (title.isEmpty ? 0 : 22))
  }

  /// Principal coordinates of the members, seen a little from above and scaled to the unit disc.
  private static func places(_ members: [Int], of weights: Matrix) -> [Point] {
    guard members.count > 1 else { return [Point(0, 0)] }
    let axes = weights.principalCoordinates(ofRows: members, count: 3)
    // A pair need not be quite antipodal.
    let isFlat = axes[1].allSatisfy { abs($0) < (members.count == 2 ? 0.2 : 0.02) }
    let seen = members.indices.map { index in
      let depth = axes[2][index]
      // The first axis points up, so that a polygon stands on a side; a pair is horizontal.
      return isFlat
        ? Point(axes[0][index], 0)
        : Point(0.22 * depth - axes[1][index], axes[0][index] + 0.38 * depth)
    }
    let reach = seen.map { ($0.x * $0.x + $0.y * $0.y).squareRoot() }.max() ?? 1
    return reach > 1e-9 ? seen.map { Point($0.x / reach, $0.y / reach) } : seen
  }

  var heading: String? { title.isEmpty ? nil : title.plainText }

  /// How many features there are, and the sizes of their groups.
  var summary: String {
    let sizes = components.map(\.members.count)
    return "\(sizes.reduce(0, +)) represented features in \(sizes.count) groups of sizes "
      + sizes.map(String.init).joined(separator: ", ") + "."
  }

  func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape] {
    var area = rect
    var shapes: [Shape] = []
    if !title.isEmpty {
      area = Rect(x: rect.x, y: rect.y + 22, width: rect.width, height: rect.height - 22)
      shapes.append(
        .text(
          TextShape(
            title, at: Point(rect.midX, rect.y + 12), anchor: .middle, fontSize: 11.5,
            isBold: true)))
    }
    for (index, cell) in cells(in: area).enumerated() { shapes += draw(index, in: cell) }
    return shapes
  }

  /// Only as high as its rows of groups.
  var cropped: GeometryGraph {
    var copy = self
    let (side, columns) = grid(in: Rect(x: 0, y: 0, width: preferredSize.width, height: preferredSize.width))
    copy.preferredSize.height += side * heights(columns: columns).reduce(0, +) - preferredSize.width
    return copy
  }

  /// The widest cells, one for each component, that fit into `area` in rows. Two groups are beside each other.
  private func grid(in area: Rect) -> (side: Double, columns: Int) {
    let count = max(components.count, 1)
    let columns =
      (min(2, count)...count).first { columns in
        area.width / Double(columns) * heights(columns: columns).reduce(0, +) <= area.height + 1
      } ?? count
    return (min(area.width / Double(columns), area.height), columns)
  }

  /// The heights of the rows, of the width of a component.
  private func heights(columns: Int) -> [Double] {
    stride(from: 0, to: components.count, by: columns).map { start in
      components[start..<min(start + columns, components.count)].map(\.height).max() ?? 1
    }
  }

  /// One square for each component, in rows.
  private func cells(in area: Rect) -> [Rect] {
    let (side, columns) = grid(in: area)
    let heights = heights(columns: columns).map { $0 * side }
    let left = area.midX - side * Double(columns) / 2
    let top = area.midY - heights.reduce(0, +) / 2
    return components.indices.map { index in
      let row = index / columns
      return Rect(
        x: left + Double(index % columns) * side, y: top + heights[..<row].reduce(0, +),
        width: side, height: heights[row])
    }
  }

  private func draw(_ index: Int, in cell: Rect) -> [Shape] {
    let component = components[index]
    let crowd = component.members.count
    // Large groups are drawn with thinner lines, because their edges would hide each other.
    let fine = crowd > 12 ? (12 / Double(crowd)).squareRoot() : 1
    let radius = min(max(cell.width / 16, 1.6), 6) * max(fine, 0.55)
    let unit = max(cell.width / 2 - radius * 1.8, 1)
    let points = component.places.map { Point(cell.midX + $0.x * unit, cell.midY - $0.y * unit) }
    let lines = edges[index].map { edge in
      Shape.path(
        Path(through: [points[edge.from], points[edge.to]]),
        Style(
          stroke: .muted,
          strokeWidth: min(max(edge.weight * radius * 0.55 * fine, 0.3), 4),
          opacity: min((0.2 + edge.weight * 0.65) * fine * fine + 0.04, 0.9), isRound: true))
    }
    let dots = zip(component.members, points).map { feature, point in
      Shape.circle(
        center: point, radius: radius,
        Style(
          fill: Palette.viridis.color(at: dimensionality[feature]), stroke: .paper,
          strokeWidth: min(radius / 4, 1)))
    }
    return lines + dots
  }
}
