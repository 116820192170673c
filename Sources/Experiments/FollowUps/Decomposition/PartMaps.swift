internal import SuperposeDecomposition
internal import SuperposePlot
internal import ToyFigures
internal import ToyLib

/// Heat maps of parts.
enum PartMaps {
  /// How much of each column of the first matrix each of its live parts supplies: the part's column times the
  /// matrix's, relative to the squared length of the latter.
  static func shares(_ decomposition: Decomposition, _ title: String) throws -> Plot {
    let matrix = decomposition.target.matrices[0]
    let products = matrix.transposed.times(decomposition.left(0))  // [features, parts]
    let right = decomposition.right(0)
    let lengths = matrix.transposed.rowNorms
    let order = decomposition.partsByColumn(0)
    let rows = (0..<matrix.columns).map { i in
      order.map { part in Double(products[i, part] * right[part, i]) / Double(max(lengths[i] * lengths[i], 1e-12)) }
    }
    return try map(rows, "\(title): \(order.count) parts").size(300, 286)
  }

  /// The importances of some parts: [features, parts].
  static func importances(_ values: Matrix, _ parts: [Int], _ title: String) throws -> Plot {
    try map((0..<values.rows).map { i in parts.map { Double(values[i, $0]) } }, title).size(240, 226)
  }

  /// Maps beside each other above a key of their colours.
  static func figure(_ maps: [Plot], key: String, caption: String) -> Figure {
    let key = ColorKey(.viridis, domain: 0...1, label: Label(key))
    return Figure(Panels(rows: [[Panels(maps).gap(24)], [key]]).gap(0, 8), caption: caption)
  }

  private static func map(_ rows: [[Double]], _ title: String) throws -> Plot {
    Plot(marks: [try Raster(rows), Box(fill: nil, stroke: Color.faint)])
      .x(label: "part", ticks: .none).y(label: "feature", ticks: .none, reversed: true)
      .color(.viridis, domain: 0...1, legend: .none).title(Label(title))
  }
}
