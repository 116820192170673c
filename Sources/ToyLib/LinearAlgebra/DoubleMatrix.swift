/// A matrix of double-precision numbers, stored row by row. Analyses use it, so that only the
/// precision of their Float input limits their results.
struct DoubleMatrix: Hashable, Sendable {
  let rows: Int
  let columns: Int
  var elements: [Double]

  init(rows: Int, columns: Int, elements: [Double]) {
    precondition(
      elements.count == rows * columns,
      "a \(rows) × \(columns) matrix cannot have \(elements.count) elements")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  init(rows: Int, columns: Int, _ element: (Int, Int) -> Double) {
    self.init(
      rows: rows, columns: columns,
      elements: (0..<rows * columns).map { element($0 / columns, $0 % columns) })
  }

  init(rows: Int, columns: Int) {
    self.init(
      rows: rows, columns: columns, elements: Array(repeating: 0, count: rows * columns))
  }

  init(_ matrix: Matrix) {
    self.init(
      rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map(Double.init))
  }

  init(rows: [[Double]], columns: Int) {
    self.init(rows: rows.count, columns: columns, elements: rows.flatMap(\.self))
  }

  subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  subscript(row row: Int) -> [Double] {
    get { Array(elements[row * columns..<(row + 1) * columns]) }
    set { elements.replaceSubrange(row * columns..<(row + 1) * columns, with: newValue) }
  }

  /// The same numbers in single precision.
  var single: Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map { Float($0) })
  }

  var transposed: DoubleMatrix { DoubleMatrix(rows: columns, columns: rows) { self[$1, $0] } }

  func times(_ other: DoubleMatrix) -> DoubleMatrix {
    precondition(
      columns == other.rows,
      "cannot multiply a \(rows) × \(columns) matrix by a \(other.rows) × \(other.columns) matrix")
    var product = DoubleMatrix(rows: rows, columns: other.columns)
    for i in 0..<rows {
      for k in 0..<columns {
        let factor = self[i, k]
        for j in 0..<other.columns { product[i, j] += factor * other[k, j] }
      }
    }
    return product
  }

  /// The dot products of all pairs of rows: shape [rows, rows].
  var gram: DoubleMatrix {
    var product = DoubleMatrix(rows: rows, columns: rows)
    for i in 0..<rows {
      for j in 0...i {
        let value = dot(self[row: i], self[row: j])
        product[i, j] = value
        product[j, i] = value
      }
    }
    return product
  }

  /// Only these rows, in this order.
  func picking(_ chosen: [Int]) -> DoubleMatrix {
    DoubleMatrix(rows: chosen.map { self[row: $0] }, columns: columns)
  }

  var rowNorms: [Double] { (0..<rows).map { length(self[row: $0]) } }

  /// ‖·‖²_F
  var squaredNorm: Double { dot(elements, elements) }
}

/// Σ a_i b_i
func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for i in a.indices { sum += a[i] * b[i] }
  return sum
}

/// √(Σ a_i²)
func length(_ a: [Double]) -> Double { dot(a, a).squareRoot() }
