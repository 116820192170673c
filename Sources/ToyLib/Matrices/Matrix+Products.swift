extension Matrix {
  /// The transposed matrix.
  public var transposed: Matrix {
    Matrix(rows: columns, columns: rows) { self[$1, $0] }
  }

  /// The matrix product; `self` has as many columns as `other` has rows. O(rows · columns ·
  /// other.columns).
  public func times(_ other: Matrix) -> Matrix {
    precondition(
      columns == other.rows,
      "cannot multiply a \(rows) × \(columns) matrix by a \(other.rows) × \(other.columns) matrix")
    var product = [Float](repeating: 0, count: rows * other.columns)
    for i in 0..<rows {
      for k in 0..<columns {
        let factor = elements[i * columns + k]
        for j in 0..<other.columns {
          product[i * other.columns + j] += factor * other.elements[k * other.columns + j]
        }
      }
    }
    return Matrix(rows: rows, columns: other.columns, elements: product)
  }

  /// The dot products of all pairs of rows: shape [rows, rows].
  public var gram: Matrix {
    var product = Matrix(rows: rows, columns: rows)
    for i in 0..<rows {
      for j in 0...i {
        let value = dot(row: i, row: j)
        product[i, j] = value
        product[j, i] = value
      }
    }
    return product
  }

  /// The dot product of two rows.
  public func dot(row i: Int, row j: Int) -> Float {
    precondition(i >= 0 && i < rows && j >= 0 && j < rows, "rows \(i) and \(j) of \(rows)")
    var sum: Float = 0
    for k in 0..<columns { sum += elements[i * columns + k] * elements[j * columns + k] }
    return sum
  }

  /// The length of every row.
  public var rowNorms: [Float] { (0..<rows).map { dot(row: $0, row: $0).squareRoot() } }

  /// The sum of the squares of all elements: ‖·‖²_F.
  public var squaredNorm: Float { elements.reduce(0) { $0 + $1 * $1 } }

  /// The matrix with `transform` applied to every element.
  public func map(_ transform: (Float) throws -> Float) rethrows -> Matrix {
    Matrix(rows: rows, columns: columns, elements: try elements.map(transform))
  }
}
