/// Rows and named columns, shown as an HTML table and as aligned text.
///
/// ```swift
/// Table([["S", "loss"], ["0.9", "0.021"]])   // the first row names the columns
/// ```
public struct Table: Sendable, Equatable {
  public var columns: [String]
  /// One cell a column; shorter rows end in empty cells.
  public var rows: [[Cell]]

  public init(columns: [String], rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows
  }

  /// A table whose first row names the columns.
  public init(_ lines: [[String]]) {
    self.init(
      columns: lines.first ?? [],
      rows: lines.dropFirst().map { $0.map { Cell(text: $0, isNumber: Double($0) != nil) } })
  }

  /// What one place of a table shows.
  public struct Cell: Sendable, Equatable {
    public var text: String
    /// Numbers stand to the right.
    public var isNumber: Bool

    public init(text: String, isNumber: Bool = false) {
      self.text = text
      self.isNumber = isNumber
    }
  }
}

extension Table {
  /// The rows that `value` holds: an array of structs with the same stored properties, or of
  /// dictionaries with text keys. `nil` for anything else, for no rows, and for elements that
  /// describe or show themselves.
  public init?(rowsOf value: Any) {
    guard let elements = value as? [Any], !elements.isEmpty else { return nil }
    if let rows = value as? [[String: Any]] {
      self.init(dictionaries: rows)
    } else {
      self.init(structs: elements)
    }
  }

  private init(dictionaries: [[String: Any]]) {
    let keys = Set(dictionaries.flatMap(\.keys)).sorted()
    self.init(
      columns: keys,
      rows: dictionaries.map { row in keys.map { row[$0].map(Cell.init(of:)) ?? Cell(text: "") } })
  }

  private init?(structs: [Any]) {
    var columns: [String]?
    var rows: [[Cell]] = []
    for element in structs {
      let mirror = Mirror(reflecting: element)
      guard mirror.displayStyle == .struct, !(element is any CustomStringConvertible),
        !(element is any Displayable), !mirror.children.isEmpty
      else { return nil }
      let labels = mirror.children.map { $0.label ?? "" }
      guard columns == nil || columns == labels else { return nil }
      columns = labels
      rows.append(mirror.children.map { Cell(of: $0.value) })
    }
    self.init(columns: columns ?? [], rows: rows)
  }
}

extension Table.Cell {
  /// A value's cell: text without quotes, empty for `nil`.
  init(of value: Any) {
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional {
      self = mirror.children.first.map { Self(of: $0.value) } ?? Self(text: "")
    } else {
      let isNumber = value is any Numeric
      self.init(text: (value as? String) ?? plainText(of: value), isNumber: isNumber)
    }
  }
}

extension Table: Displayable {
  public var mimeBundle: MIMEBundle {
    MIMEBundle(data: [.plainText: .text(text), .html: .text(html)])
  }

  private var text: String {
    let widths = columns.indices.map { column in
      ([columns[column].count] + rows.map { cell($0, column).text.count }).max() ?? 0
    }
    func line(_ cells: [Cell]) -> String {
      let padded = zip(cells, widths).map { cell, width in
        let padding = String(repeating: " ", count: max(0, width - cell.text.count))
        return cell.isNumber ? padding + cell.text : cell.text + padding
      }
      return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
    let header = columns.indices.map { Cell(text: columns[$0], isNumber: isNumeric($0)) }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    let body = rows.map { row in line(columns.indices.map { cell(row, $0) }) }
    return ([line(header), rule] + body).joined(separator: "\n")
  }

  private var html: String {
    func tag(_ name: String, _ cell: Cell) -> String {
      let alignment = cell.isNumber ? "right" : "left"
      return "<\(name) style=\"text-align:\(alignment)\">\(cell.text.htmlEscaped)</\(name)>"
    }
    let head = columns.indices.map { tag("th", Cell(text: columns[$0], isNumber: isNumeric($0))) }
    let body = rows.map { row in
      "<tr>" + columns.indices.map { tag("td", cell(row, $0)) }.joined() + "</tr>"
    }
    return "<table><thead><tr>\(head.joined())</tr></thead><tbody>\(body.joined())</tbody></table>"
  }

  private func cell(_ row: [Cell], _ column: Int) -> Cell {
    column < row.count ? row[column] : Cell(text: "")
  }

  private func isNumeric(_ column: Int) -> Bool {
    !rows.isEmpty && rows.allSatisfy { cell($0, column).isNumber || cell($0, column).text.isEmpty }
  }
}

extension String {
  /// The text with `&`, `<`, `>` and `"` written as HTML entities.
  public var htmlEscaped: String {
    var escaped = ""
    for character in self {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
