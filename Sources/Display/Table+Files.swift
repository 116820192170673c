internal import Foundation
internal import SuperposeJSON

/// Tables as CSV (RFC 4180) and as JSON Lines, both ways.
extension Table {
  /// The names of the columns, then one line for each row. Values are whole: numbers keep all digits.
  public var csv: String {
    let lines = [columns] + rows.map { row in values(of: row) }
    return lines.map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
  }

  /// One JSON object for each row, with the columns' names. Numbers are JSON numbers, as far as JSON has
  /// them.
  public var jsonLines: String {
    rows.map { row in
      let members = zip(columns, padded(row)).map { name, cell -> String in
        let isNumber = cell.isNumber && cell.number?.isFinite == true
        return "\(Self.json(name)):\(isNumber ? Self.jsonNumber(cell.value) : Self.json(cell.value))"
      }
      return "{\(members.joined(separator: ","))}\n"
    }.joined()
  }

  /// Writes `csv`, or `jsonLines` when the path ends in `.jsonl`.
  public func write(to path: String) throws {
    let text = path.hasSuffix(".jsonl") ? jsonLines : csv
    try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  /// Reads a file, or what an address that begins with `https:`, `http:` or `file:` leads to. One that ends in `.jsonl` is
  /// JSON Lines, one in `.tsv` has tabs between its fields, and others are CSV, as for ``init(csv:separator:decimal:)``.
  ///
  /// - Parameters:
  ///   - separator: What is between two fields, whatever the ending of the name is.
  ///   - decimal: What is before the decimals of numbers: `.` or `,`.
  /// - Throws: `Table.Failure` for a malformed file, ``MediaError`` for one that cannot be read.
  public init(contentsOf place: String, separator: Character? = nil, decimal: Character? = nil) throws {
    let contents = try Contents(place)
    let text = try contents.text
    switch contents.ending {
    case "jsonl" where separator == nil && decimal == nil: self = try Table(jsonLines: text)
    case "tsv": self = try Table(csv: text, separator: separator ?? "\t", decimal: decimal)
    default: self = try Table(csv: text, separator: separator, decimal: decimal)
    }
  }

  /// A table from CSV; the first line names the columns. Fields may be quoted.
  ///
  /// - Parameters:
  ///   - separator: What is between two fields. By default a comma; where the first line has none, a semicolon or
  ///     a tab if it has one.
  ///   - decimal: What is before the decimals of numbers: `.` or `,`. By default a point; between semicolons a comma, as
  ///     spreadsheets write it in many languages, if no number has a point.
  /// - Throws: `Table.Failure` for a quotation that does not end, a line with more fields than there are columns, or
  ///   characters that cannot separate fields or decimals.
  public init(csv: String, separator: Character? = nil, decimal: Character? = nil) throws {
    guard decimal == nil || decimal == "." || decimal == "," else {
      throw Failure.badSeparator("The decimals of numbers follow a point or a comma, not '\(decimal!)'.")
    }
    let format = try DelimitedText(separator: separator ?? DelimitedText.separator(in: csv))
    let lines = try format.rows(of: csv)
    let columns = lines.first?.fields ?? []
    if let line = lines.first(where: { $0.fields.count > columns.count }) {
      throw Failure.malformed(line: line.line, reason: Self.reason(fields: line.fields.count, columns: columns.count))
    }
    var rows = lines.dropFirst().map(\.fields)
    let decimals = DecimalCommas(decimal: decimal, isLikely: format.separator == UInt8(ascii: ";"))
    decimals.replace(in: &rows, columns: columns.count)
    self.init(columns: columns, rows: rows.map { $0.map(Self.cell) })
  }

  private static func reason(fields: Int, columns: Int) -> String {
    "it has \(fields) fields, but the first line names \(columns) column\(columns == 1 ? "" : "s")"
  }

  /// A table from text with tabs between the fields, which otherwise is as CSV.
  ///
  /// - Throws: As ``init(csv:separator:decimal:)``.
  public init(tsv: String) throws { try self.init(csv: tsv, separator: "\t") }

  /// A table from JSON Lines: an object in each line. Columns come in the order in which names first
  /// appear; within a line, in alphabetical order.
  ///
  /// - Throws: `Table.Failure` for a line that is not a JSON object.
  public init(jsonLines: String) throws {
    var columns: [String] = []
    var objects: [JSONObject] = []
    for (index, line) in jsonLines.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard line.contains(where: { !$0.isWhitespace }) else { continue }
      guard let object = try? JSONReader.decode(JSONObject.self, from: Array(line.utf8)) else {
        throw Failure.malformed(line: index + 1, reason: "it is not a JSON object")
      }
      for name in object.keys.sorted() where !columns.contains(name) { columns.append(name) }
      objects.append(object)
    }
    self.init(
      columns: columns,
      rows: objects.map { object in columns.map { Self.cell(object[$0]) } })
  }

  private func padded(_ row: [Cell]) -> [Cell] {
    columns.indices.map { $0 < row.count ? row[$0] : Cell(text: "") }
  }

  private func values(of row: [Cell]) -> [String] { padded(row).map(\.value) }

  private static func quoted(_ field: String) -> String {
    // A name with a semicolon or a tab would look like several.
    let needsQuotes = field.contains { ",;\t\"".contains($0) || $0.isNewline }
    return needsQuotes ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
  }

  private static func json(_ text: String) -> String {
    (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }

  /// JSON has no `+1`, `.5` or `0x10`.
  private static func jsonNumber(_ text: String) -> String {
    let isJSON = text.wholeMatch(of: /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/) != nil
    return isJSON ? text : "\(Double(text) ?? .nan)"
  }

  private static func cell(_ text: String) -> Cell {
    Cell(text: text, isNumber: Double(text) != nil)
  }

  private static func cell(_ value: JSONValue?) -> Cell {
    switch value {
    case nil, .null: Cell(text: "")
    case .string(let text): Cell(text: text)
    case .integer(let number): Cell(text: "\(number)", isNumber: true)
    case .number(let number): Cell(text: "\(number)", isNumber: true)
    case .bool(let bool): Cell(text: "\(bool)")
    case let value?: Cell(text: "\(value)")
    }
  }
}
