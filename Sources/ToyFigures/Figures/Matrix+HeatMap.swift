public import SuperposePlot
public import ToyLib

extension Matrix {
  /// The matrix as a heat map, row 0 at the top, blue negative and red positive.
  public var heatMap: Figure {
    let reach = elements.filter(\.isFinite).map { abs(Double($0)) }.max() ?? 1
    let side = 12 * Double(max(rows, columns, 1))
    let longest = min(max(side, 120), 420)
    let unit = longest / Double(max(rows, columns, 1))
    let plot = Plot(marks: [Raster(self)])
      .x(label: "column").y(label: "row", reversed: true)
      .color(.redBlue, domain: -max(reach, 1e-9)...max(reach, 1e-9)).equalAspect()
      .size(unit * Double(max(columns, 1)) + 110, unit * Double(max(rows, 1)) + 60)
    var figure = Figure(plot)
    figure.name = "Matrix"
    figure.summary = "A matrix of \(rows) rows and \(columns) columns as a heat map."
    return figure
  }
}

extension Raster {
  /// The matrix as cells, element (i, j) centred on x = j, y = i.
  init(_ matrix: Matrix, gap: Double = 0) {
    self.init(
      rows: matrix.rows, columns: matrix.columns, matrix.elements.map(Double.init), gap: gap)
  }
}
