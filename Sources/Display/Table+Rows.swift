/// Columns, rows and groups of a table.
extension Table {
  /// One row, by the names of its columns.
  public struct Row: Sendable {
    fileprivate let columns: [String]
    public let cells: [Cell]

    /// The cell of the column with this name; an empty one if there is no such column.
    public subscript(column: String) -> Cell {
      guard let index = columns.firstIndex(of: column), index < cells.count else {
        return Cell(text: "")
      }
      return cells[index]
    }
  }

  /// An error of reading a table. The description is a full sentence.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    case noColumn(String, columns: [String])
    case malformed(line: Int, reason: String)
    case notStructs(type: String)
    /// A character that cannot be between two fields, or before decimals.
    case badSeparator(String)

    public var description: String {
      switch self {
      case .noColumn(let name, let columns):
        "There is no column \(name). The columns are: \(columns.joined(separator: ", "))."
      case .malformed(let line, let reason): "Line \(line) of the table is malformed: \(reason)."
      case .notStructs(let type):
        "A table cannot be made of \(type): it needs structs with the same stored properties."
      case .badSeparator(let reason): reason
      }
    }
  }

  /// A row for each value, a column for each stored property.
  ///
  /// - Throws: `Table.Failure` for values that are not structs.
  public init<Value>(structs values: [Value]) throws {
    guard !values.isEmpty else {
      self.init(columns: [], rows: [])
      return
    }
    guard let table = Table(rowsOf: values) else { throw Failure.notStructs(type: "\(Value.self)") }
    self = table
  }

  private func index(of column: String) throws -> Int {
    guard let index = columns.firstIndex(of: column) else {
      throw Failure.noColumn(column, columns: columns)
    }
    return index
  }

  /// The values of a column as text, from the first row on.
  public func column(_ name: String) throws -> [String] {
    let index = try index(of: name)
    return rows.map { index < $0.count ? $0[index].value : "" }
  }

  /// The values of a column as numbers; not a number where there is none.
  public func numbers(_ name: String) throws -> [Double] {
    try column(name).map { Double($0) ?? .nan }
  }

  /// The rows sorted by a column: by its numbers, and then by text where there are none. Equal values
  /// keep their order.
  public func sorted(by name: String, descending: Bool = false) throws -> Table {
    let values = try column(name)
    func isBefore(_ a: String, _ b: String) -> Bool {
      switch (Double(a), Double(b)) {
      case (let a?, let b?) where !a.isNaN && !b.isNaN: a < b
      case (let a?, _) where !a.isNaN: true
      case (_, let b?) where !b.isNaN: false
      default: a < b
      }
    }
    let order = rows.indices.sorted { a, b in
      let (first, second) = descending ? (values[b], values[a]) : (values[a], values[b])
      if isBefore(first, second) { return true }
      return isBefore(second, first) ? false : a < b
    }
    return with(rows: order.map { rows[$0] })
  }

  /// The rows for which `isKept` is true: `table.filter { $0["loss"].number ?? .nan < 0.1 }`.
  public func filter(_ isKept: (Row) throws -> Bool) rethrows -> Table {
    with(rows: try rows.filter { try isKept(Row(columns: columns, cells: $0)) })
  }

  /// A table for each value of a column, in the order in which values first appear.
  public func grouped(by name: String) throws -> [(value: String, table: Table)] {
    let values = try column(name)
    var order: [String] = []
    var groups: [String: [[Cell]]] = [:]
    for (value, row) in zip(values, rows) {
      if groups[value] == nil { order.append(value) }
      groups[value, default: []].append(row)
    }
    return order.map { ($0, with(rows: groups[$0] ?? [])) }
  }

  private func with(rows: [[Cell]]) -> Table {
    var table = self
    table.rows = rows
    return table
  }
}
