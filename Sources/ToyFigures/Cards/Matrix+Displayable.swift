public import SuperposeDisplay
internal import SuperposePlot
public import ToyLib

extension Matrix: Displayable {
  /// A heat map beside the numbers with their indices; of large matrices the first and last rows and columns.
  public var mimeBundle: MIMEBundle {
    get throws {
      guard rows > 0, columns > 0 else { return MIMEBundle(plainText: "Matrix \(rows) × \(columns)") }
      let parts: [any Displayable] =
        rows * columns > 1 && max(rows, columns) <= Self.heatMapLimit
        ? [MIMEBundle(data: [.svg: .text(try thumbnail.svg())]), numbers] : [numbers]
      var card = Card("Matrix \(rows) × \(columns)", text: description, parts: parts)
      if let range { card.facts = ["from": range.low, "to": range.high] }
      return try card.mimeBundle
    }
  }

  /// Larger ones make more cells than a card can draw; `heatMap` draws them.
  private static let heatMapLimit = 48

  private var range: (low: String, high: String)? {
    let finite = elements.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    return (Self.text(low), Self.text(high))
  }

  private static func text(_ value: Float) -> String {
    NumberText.decimal(Double(value), digits: 3).withMinusSigns
  }

  private var thumbnail: Figure {
    let reach = max(elements.filter(\.isFinite).map { abs(Double($0)) }.max() ?? 1, 1e-9)
    let unit = min(18, 150 / Double(max(rows, columns)))
    var figure = Figure(
      WeightPlots.heatMap(self).color(.redBlue, domain: -reach...reach, legend: .none)
        .size(unit * Double(columns) + 8, unit * Double(rows) + 8))
    figure.limits.cellsPerRaster = GeometryThumbnail.cellLimit
    return figure
  }

  private var numbers: Table {
    let shownRows = Self.excerpt(rows, limit: 20, ends: 8)
    let shownColumns = Self.excerpt(columns, limit: 12, ends: 5)
    return Table(
      columns: [""] + shownColumns.map { $0.map(String.init) ?? "…" },
      rows: shownRows.map { row in
        [Table.Cell.muted(row.map(String.init) ?? "…")]
          + shownColumns.map { column in
            guard let row, let column else { return Table.Cell(text: "…", isNumber: true) }
            return Table.Cell(text: Self.text(self[row, column]), isNumber: true)
          }
      })
  }

  /// All indices below `count`, or the first and last `ends` with `nil` between them.
  private static func excerpt(_ count: Int, limit: Int, ends: Int) -> [Int?] {
    count <= limit ? Array(0..<count) : Array(0..<ends) + [nil] + Array(count - ends..<count)
  }
}
