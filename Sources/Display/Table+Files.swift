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
  /// JSON Lines, one in `.tsv` has tabs between its fields, and others are CSV.
  ///
  /// - Throws: `Table.Failure` for a malformed file, ``MediaError`` for one that cannot be read.
  public init(contentsOf place: String) throws {
    let contents = try Contents(place)
    let text = try contents.text
    switch contents.ending {
    case "jsonl": self = try Table(jsonLines: text)
    case "tsv": self = try Table(tsv: text)
    default: self = try Table(csv: text)
    }
  }

  /// A table from CSV; the first line names the columns. Fields may be quoted.
  ///
  /// - Throws: `Table.Failure` for a quotation that does not end, or a line with more fields than
  ///   there are columns.
  public init(csv: String) throws { try self.init(csv, separator: UInt8(ascii: ",")) }

  /// A table from text with tabs between the fields, which otherwise is as CSV.
  ///
  /// - Throws: As ``init(csv:)``.
  public init(tsv: String) throws { try self.init(tsv, separator: UInt8(ascii: "\t")) }

  private init(_ text: String, separator: UInt8) throws {
    let lines = try DelimitedText(separator: separator).rows(of: text)
    let columns = lines.first?.fields ?? []
    if let line = lines.first(where: { $0.fields.count > columns.count }) {
      throw Failure.malformed(
        line: line.line, reason: "it has \(line.fields.count) fields for \(columns.count) columns")
    }
    self.init(columns: columns, rows: lines.dropFirst().map { $0.fields.map(Self.cell) })
  }

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
    let needsQuotes = field.contains { $0 == "," || $0 == "\"" || $0.isNewline }
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
