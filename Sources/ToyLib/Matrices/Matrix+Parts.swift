extension Matrix {
  /// One column.
  public subscript(column column: Int) -> [Float] {
    get {
      precondition(column >= 0 && column < columns, "column \(column) of \(columns)")
      return (0..<rows).map { self[$0, column] }
    }
    set {
      precondition(
        column >= 0 && column < columns && newValue.count == rows,
        "column \(column) of \(columns) takes \(rows) elements, not \(newValue.count)")
      for row in 0..<rows { self[row, column] = newValue[row] }
    }
  }

  /// Some rows, all columns: `weights[rows: 0..<5]`.
  public subscript(rows range: Range<Int>) -> Matrix {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    return Matrix(rows: range.count, columns: columns) { self[range.lowerBound + $0, $1] }
  }

  /// Some columns, all rows: `weights[columns: 0..<2]`.
  public subscript(columns range: Range<Int>) -> Matrix {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(columns)")
    return Matrix(rows: rows, columns: range.count) { self[$0, range.lowerBound + $1] }
  }

  /// The elements [i, i], from the first.
  public var diagonal: [Float] { (0..<min(rows, columns)).map { self[$0, $0] } }

  /// A matrix of rows of equal length, rounded to single precision.
  @_disfavoredOverload  // Numbers that are written out are those of a matrix: single precision.
  public init(_ rows: [[Double]]) { self.init(rows.map { $0.map { Float($0) } }) }

  /// The rows, in double precision.
  public var doubles: [[Double]] { (0..<rows).map { self[row: $0].map { Double($0) } } }

  /// Normally distributed elements; equal seeds give equal matrices.
  ///
  /// - Parameters:
  ///   - rows: The number of rows.
  ///   - columns: The number of columns.
  ///   - deviation: The standard deviation; the mean is 0.
  ///   - seed: Determines all elements.
  public static func normal(
    rows: Int, columns: Int, deviation: Float = 1, seed: UInt64
  ) -> Matrix {
    var random = RandomSource(seed: seed)
    return Matrix(rows: rows, columns: columns) { _, _ in deviation * random.normal() }
  }

  /// Elements spread evenly over `range`; equal seeds give equal matrices.
  public static func uniform(
    rows: Int, columns: Int, in range: ClosedRange<Float> = 0...1, seed: UInt64
  ) -> Matrix {
    var random = RandomSource(seed: seed)
    let width = range.upperBound - range.lowerBound
    return Matrix(rows: rows, columns: columns) { _, _ in
      range.lowerBound + width * random.uniform()
    }
  }
}
