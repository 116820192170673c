internal import SuperposeDisplay

/// A table of numbers, row after row.
///
/// A model's weights are a matrix [features, hidden]: row i is the paper's W_i, the direction of
/// feature i. (The paper writes the same weights as columns of an m × n matrix.)
public struct Matrix: Hashable, Sendable {
  public let rows: Int
  public let columns: Int
  /// The elements, row by row; rows × columns numbers.
  public private(set) var elements: [Float]

  /// A matrix of `elements`, row by row. There must be rows × columns elements.
  public init(rows: Int, columns: Int, elements: [Float]) {
    precondition(
      rows >= 0 && columns >= 0 && elements.count == rows * columns,
      "a \(rows) × \(columns) matrix cannot have \(elements.count) elements")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix whose elements are all `value`. Default: 0.
  public init(rows: Int, columns: Int, repeating value: Float = 0) {
    self.init(
      rows: rows, columns: columns, elements: Array(repeating: value, count: rows * columns))
  }

  /// A matrix whose element in row i and column j is `element(i, j)`.
  public init(rows: Int, columns: Int, _ element: (Int, Int) throws -> Float) rethrows {
    var elements: [Float] = []
    elements.reserveCapacity(rows * columns)
    for i in 0..<rows {
      for j in 0..<columns { elements.append(try element(i, j)) }
    }
    self.init(rows: rows, columns: columns, elements: elements)
  }

  /// A matrix of rows of equal length.
  public init(_ rows: [[Float]]) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "the rows differ in length")
    self.init(rows: rows.count, columns: columns, elements: rows.flatMap(\.self))
  }

  /// The identity matrix.
  public static func identity(_ count: Int) -> Matrix {
    Matrix(rows: count, columns: count) { $0 == $1 ? 1 : 0 }
  }

  public subscript(row: Int, column: Int) -> Float {
    get { elements[index(row, column)] }
    set { elements[index(row, column)] = newValue }
  }

  /// One row.
  public subscript(row row: Int) -> [Float] {
    get {
      precondition(row >= 0 && row < rows, "row \(row) of \(rows)")
      return Array(elements[row * columns..<(row + 1) * columns])
    }
    set {
      precondition(
        row >= 0 && row < rows && newValue.count == columns,
        "row \(row) of \(rows) takes \(columns) elements, not \(newValue.count)")
      elements.replaceSubrange(row * columns..<(row + 1) * columns, with: newValue)
    }
  }

  private func index(_ row: Int, _ column: Int) -> Int {
    precondition(
      row >= 0 && row < rows && column >= 0 && column < columns,
      "[\(row), \(column)] is outside a \(rows) × \(columns) matrix")
    return row * columns + column
  }
}

extension Matrix: ExpressibleByArrayLiteral {
  /// `[[1, 0], [0, 1]]`: rows of equal length.
  public init(arrayLiteral elements: [Float]...) { self.init(elements) }
}

extension Matrix: CustomStringConvertible {
  public var description: String {
    guard rows <= 12 && columns <= 12 else { return "Matrix \(rows) × \(columns)" }
    return (0..<rows).map { row in
      (0..<columns).map { NumberText.decimal(self[row, $0], digits: 3, width: 7) }.joined(separator: " ")
    }.joined(separator: "\n")
  }
}
