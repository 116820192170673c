/// Rows and named columns, shown as an HTML table and as aligned text.
///
/// ```swift
/// Table([["S", "loss"], [0.9, 0.021]])   // the first row names the columns
/// ```
public struct Table: Sendable, Equatable {
  public var columns: [String]
  /// One cell per column; shorter rows are filled with empty cells.
  public var rows: [[Cell]]
  /// A table with more rows than this shows the first and last ten rows and the number of rows.
  public var rowLimit = 60
  /// How many rows there are between the first and the last ten where these are all that the table has.
  var hiddenRows = 0

  public init(columns: [String], rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows
  }

  /// A table whose first row names the columns. Floating-point numbers have six digits. Text that
  /// is a number is right-aligned like numbers.
  public init(_ lines: [[Any]]) {
    self.init(
      columns: lines.first?.map { Cell(of: $0).text } ?? [],
      rows: lines.dropFirst().map { $0.map(Cell.init(of:)) })
  }

  /// One cell of a table.
  public struct Cell: Sendable, Equatable {
    public var text: String
    /// Whether the cell is right-aligned, as numbers are.
    public var isNumber: Bool

    /// What the HTML table shows instead of the text.
    public var html: String?
    /// The whole value where the text is shortened: numbers with more than six digits.
    public var exact: String?

    public init(text: String, isNumber: Bool = false, html: String? = nil, exact: String? = nil) {
      self.text = text
      self.isNumber = isNumber
      self.html = html
      self.exact = exact
    }

    /// The whole value as text.
    public var value: String { exact ?? text }
    /// The value as a number; `nil` if it is none.
    public var number: Double? { Double(value) }

    /// A small picture, such as a ``Sparkline``.
    public init(_ picture: Sparkline) {
      let bundle = picture.mimeBundle
      self.init(text: bundle.text, html: bundle.markup)
    }

    /// Text in a paler colour, for what is less important.
    public static func muted(_ text: String) -> Cell {
      Cell(text: text, html: "<span style=\"opacity:.55\">\(text.htmlEscaped)</span>")
    }
  }
}

extension Table {
  /// The rows of `value`, which must be an array of structs with the same stored properties, or of
  /// dictionaries with text keys. `nil` for other values, for empty arrays, and for elements with a
  /// custom description or display.
  public init?(rowsOf value: Any) {
    guard let array = value as? any AnyArray else { return nil }
    self.init(elements: array.excerpt(limit: .max, ends: 0))
  }

  /// As ``init(rowsOf:)``, with no more rows than are shown.
  init?(excerptOf value: Any) {
    guard let array = value as? any AnyArray else { return nil }
    self.init(elements: array.excerpt(limit: Self.allShown, ends: Self.ends))
    hiddenRows = array.length - rows.count
  }

  /// How many rows are shown at each end of a table of which not all are shown.
  private static let ends = 10
  private static let allShown = 60

  private init?(elements: [Any]) {
    guard let first = elements.first else { return nil }
    if first is [String: Any] {
      let rows = elements.compactMap { $0 as? [String: Any] }
      guard rows.count == elements.count else { return nil }
      self.init(dictionaries: rows)
    } else {
      self.init(structs: elements)
    }
  }

  /// A table that is shown beside the text of `value`: a dictionary with at most 1,000 text keys, one row a key in
  /// the order of the keys; or arrays of numbers or texts, or tuples, one row for each, with indices or labels before
  /// and above.
  init?(besideTextOf value: Any) {
    if let array = value as? any AnyArray {
      self.init(lines: array)
    } else {
      let mirror = Mirror(reflecting: value)
      guard mirror.displayStyle == .dictionary, (1...1000).contains(mirror.children.count),
        let entries = value as? [String: Any]
      else { return nil }
      self.init(
        columns: ["key", "value"],
        rows: entries.sorted { $0.key < $1.key }.map { [Cell(text: $0.key), Cell(of: $0.value)] })
    }
  }

  private init?(lines array: any AnyArray) {
    let lines = array.excerpt(limit: Self.allShown, ends: Self.ends)
    let rows = lines.compactMap(Self.cells)
    guard rows.count == lines.count, let longest = rows.max(by: { $0.cells.count < $1.cells.count }),
      (1...30).contains(longest.cells.count)
    else { return nil }
    let hidden = array.length - rows.count
    self.init(
      columns: [""] + longest.labels,
      rows: rows.enumerated().map { place, row in
        let index = hidden > 0 && place >= Self.ends ? place + hidden : place
        return [.muted("\(index)")] + row.cells
      })
    hiddenRows = hidden
  }

  /// An array of numbers or texts, or a tuple, as a row; `nil` for other values.
  private static func cells(of line: Any) -> (labels: [String], cells: [Cell])? {
    if let row = line as? any AnyArray {
      let type = type(of: row).elementType
      guard type is any Numeric.Type || type is any StringProtocol.Type, row.length <= 30 else { return nil }
      return ((0..<row.length).map(String.init), row.excerpt(limit: 30, ends: 0).map { Cell(of: $0) })
    }
    let mirror = Mirror(reflecting: line)
    guard mirror.displayStyle == .tuple, !mirror.children.isEmpty else { return nil }
    return (
      mirror.children.map { $0.label.map { String($0.drop { $0 == "." }) } ?? "" },
      mirror.children.map { Cell(of: $0.value) }
    )
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
        !(element is any Displayable), !mirror.children.isEmpty, StandardValue(element, mirror) == nil
      else { return nil }
      let parts = mirror.declaredParts
      let labels = parts.map { $0.label ?? "" }
      guard columns == nil || columns == labels else { return nil }
      columns = labels
      rows.append(parts.map { Cell(of: $0.value) })
    }
    self.init(columns: columns ?? [], rows: rows)
  }
}

extension Table.Cell {
  /// The cell of a value: text without quotes, empty for `nil`, floating-point numbers with six
  /// digits.
  init(of value: Any) {
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional {
      self = mirror.children.first.map { Self(of: $0.value) } ?? Self(text: "")
    } else if let text = value as? String {
      self.init(text: text, isNumber: Double(text) != nil)
    } else if let number = value as? any BinaryFloatingPoint {
      let (text, exact) = (sixDigits(number), String(describing: number))
      self.init(text: text, isNumber: true, exact: text == exact ? nil : exact)
    } else {
      self.init(text: plainText(of: value), isNumber: value is any Numeric)
    }
  }
}

private func sixDigits(_ number: any BinaryFloatingPoint) -> String {
  let text = String(describing: number)
  // What is short enough stays as Swift writes it, `1.0` and not `1`.
  return text.utf8.count <= 8 ? text : NumberText.significant(Double(number), digits: 6)
}

extension Table: Displayable {
  public var mimeBundle: MIMEBundle {
    var bundle = MIMEBundle(data: [.plainText: .text(text), .html: .text(html)])
    // Text and HTML say that rows are left out; a paper would need them.
    if Environment.isForPaper, excerpt == nil { bundle.data[.latex] = .text(latex) }
    return bundle
  }

  /// The first and last rows that are shown; `nil` if all are shown.
  private var excerpt: (first: ArraySlice<[Cell]>, last: ArraySlice<[Cell]>)? {
    hiddenRows > 0 || rows.count > max(rowLimit, 2 * Self.ends)
      ? (rows.prefix(Self.ends), rows.suffix(Self.ends)) : nil
  }

  private var text: String {
    let shown = excerpt.map { Array($0.first + $0.last) } ?? rows
    let widths = columns.indices.map { column in
      ([columns[column].count] + shown.map { cell($0, column).text.onOneLine.count }).max() ?? 0
    }
    func line(_ cells: [Cell]) -> String {
      let padded = zip(cells, widths).map { cell, width in
        let text = cell.text.onOneLine
        let padding = String(repeating: " ", count: max(0, width - text.count))
        return cell.isNumber ? padding + text : text + padding
      }
      return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
    let header = columns.indices.map { Cell(text: columns[$0], isNumber: isNumeric($0)) }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    var body = shown.map { row in line(columns.indices.map { cell(row, $0) }) }
    if let excerpt {
      body.insert(line(columns.indices.map { Cell(text: "…", isNumber: isNumeric($0)) }), at: excerpt.first.count)
      body += ["", "\(rows.count + hiddenRows) rows"]
    }
    return ([line(header), rule] + body).joined(separator: "\n")
  }

  private var html: String {
    // Numbers alone need no alignment of their own, which would be most of a long table's bytes.
    let isAllNumbers = columns.indices.allSatisfy(isNumeric)
    func tag(_ name: String, _ cell: Cell) -> String {
      let style = isAllNumbers ? "" : " style=\"text-align:\(cell.isNumber ? "right" : "left")\""
      return "<\(name)\(style)>\(cell.html ?? cell.text.htmlEscaped)</\(name)>"
    }
    func row(_ cells: [Cell]) -> String {
      "<tr>" + columns.indices.map { tag("td", cell(cells, $0)) }.joined() + "</tr>"
    }
    let head = columns.indices.map { tag("th", Cell(text: columns[$0], isNumber: isNumeric($0))) }
    var body = (excerpt?.first ?? rows[...]).map(row)
    if let excerpt {
      body.append(row(columns.indices.map { Cell(text: "…", isNumber: isNumeric($0)) }))
      body += excerpt.last.map(row)
    }
    let count = excerpt == nil ? "" : "<p>\(rows.count + hiddenRows) rows</p>"
    // By this class, themes of documentation know tables of data. Pages without a style sheet have the padding only.
    let style = isAllNumbers ? " style=\"text-align:right\"" : ""
    let table = "<table class=\"dataframe\" cellpadding=\"4\"\(style)>"
    return "\(table)<thead><tr>\(head.joined())</tr></thead><tbody>\(body.joined())</tbody></table>\(count)"
  }

  private func cell(_ row: [Cell], _ column: Int) -> Cell {
    column < row.count ? row[column] : Cell(text: "")
  }

  private func isNumeric(_ column: Int) -> Bool {
    !rows.isEmpty && rows.allSatisfy { cell($0, column).isNumber || cell($0, column).text.isEmpty }
  }
}

extension String {
  /// With line breaks as Swift writes them in a literal.
  fileprivate var onOneLine: String {
    contains(where: \.isNewline) ? replacing("\r", with: "\\r").replacing("\n", with: "\\n") : self
  }

}
