/// Sums are taken in double precision; the results are rounded once.
extension Matrix {
  /// The sum of all elements.
  public var sum: Float { Float(total) }

  /// The mean of all elements; not a number when there are none.
  public var mean: Float { Float(total / Double(elements.count)) }

  /// The least element; `nil` when there are none.
  public var minimum: Float? { elements.min() }

  /// The greatest element; `nil` when there are none.
  public var maximum: Float? { elements.max() }

  /// The sum of each row.
  public var rowSums: [Float] { rowTotals.map { Float($0) } }

  /// The mean of each row.
  public var rowMeans: [Float] { rowTotals.map { Float($0 / Double(columns)) } }

  /// The sum of each column.
  public var columnSums: [Float] { columnTotals.map { Float($0) } }

  /// The mean of each column.
  public var columnMeans: [Float] { columnTotals.map { Float($0 / Double(rows)) } }

  /// The length of every column.
  public var columnNorms: [Float] { transposed.rowNorms }

  /// The Frobenius norm: the square root of ``squaredNorm``.
  public var norm: Float {
    Float(elements.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
  }

  /// The sum of the diagonal.
  public var trace: Float { Float(diagonal.reduce(0.0) { $0 + Double($1) }) }

  private var total: Double { elements.reduce(0.0) { $0 + Double($1) } }

  private var rowTotals: [Double] {
    (0..<rows).map { row in (0..<columns).reduce(0.0) { $0 + Double(self[row, $1]) } }
  }

  private var columnTotals: [Double] {
    (0..<columns).map { column in (0..<rows).reduce(0.0) { $0 + Double(self[$1, column]) } }
  }
}
