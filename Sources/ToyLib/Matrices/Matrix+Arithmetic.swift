extension Matrix {
  /// The sum, element by element; both have the same shape.
  public static func + (a: Matrix, b: Matrix) -> Matrix { a.combined(b, "+", +) }

  /// The difference, element by element; both have the same shape.
  public static func - (a: Matrix, b: Matrix) -> Matrix { a.combined(b, "−", -) }

  /// `row` added to every row; it has one number for each column.
  public static func + (a: Matrix, row: [Float]) -> Matrix { a.combined(row, "+", +) }

  /// `row` taken from every row; it has one number for each column.
  public static func - (a: Matrix, row: [Float]) -> Matrix { a.combined(row, "−", -) }

  /// Every element times −1.
  public static prefix func - (a: Matrix) -> Matrix { a.map { -$0 } }

  /// Every element times `factor`. The matrix product is ``times(_:)-(Matrix)``.
  public static func * (a: Matrix, factor: Float) -> Matrix { a.map { $0 * factor } }

  /// Every element times `factor`.
  public static func * (factor: Float, a: Matrix) -> Matrix { a * factor }

  /// Every element divided by `divisor`.
  public static func / (a: Matrix, divisor: Float) -> Matrix { a.map { $0 / divisor } }

  public static func += (a: inout Matrix, b: Matrix) { a = a + b }
  public static func -= (a: inout Matrix, b: Matrix) { a = a - b }
  public static func *= (a: inout Matrix, factor: Float) { a = a * factor }
  public static func /= (a: inout Matrix, divisor: Float) { a = a / divisor }

  /// The products of elements at the same place; both have the same shape.
  public func elementwiseTimes(_ other: Matrix) -> Matrix { combined(other, "times", *) }

  /// The matrix product with a column of numbers, one for each column of the matrix. O(rows · columns).
  public func times(_ vector: [Float]) -> [Float] {
    precondition(
      vector.count == columns,
      "a \(rows) × \(columns) matrix times \(vector.count) numbers has no meaning")
    return (0..<rows).map { row in
      var sum: Float = 0
      for column in 0..<columns { sum += elements[row * columns + column] * vector[column] }
      return sum
    }
  }

  private func combined(
    _ other: Matrix, _ name: String, _ combine: (Float, Float) -> Float
  ) -> Matrix {
    precondition(
      rows == other.rows && columns == other.columns,
      "a \(rows) × \(columns) matrix \(name) a \(other.rows) × \(other.columns) one has no meaning")
    return Matrix(
      rows: rows, columns: columns, elements: zip(elements, other.elements).map { combine($0, $1) })
  }

  private func combined(
    _ row: [Float], _ name: String, _ combine: (Float, Float) -> Float
  ) -> Matrix {
    precondition(
      row.count == columns,
      "a \(rows) × \(columns) matrix \(name) a row of \(row.count) numbers has no meaning")
    return Matrix(rows: rows, columns: columns) { combine(self[$0, $1], row[$1]) }
  }
}
