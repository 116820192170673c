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

  /// Reads a file that ends in `.jsonl` as JSON Lines, and others as CSV.
  ///
  /// - Throws: `Table.Failure` for a malformed file, and errors of the file system.
  public init(contentsOf path: String) throws {
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    try self.init(path.hasSuffix(".jsonl") ? Table(jsonLines: text) : Table(csv: text))
  }

  private init(_ other: Table) { self = other }

  /// A table from CSV; the first line names the columns. Fields may be quoted.
  ///
  /// - Throws: `Table.Failure` for a quotation that does not end, or a line with more fields than
  ///   there are columns.
  public init(csv: String) throws {
    var lines = try Self.fields(csv)
    guard !lines.isEmpty else {
      self.init(columns: [], rows: [])
      return
    }
    let columns = lines.removeFirst().fields
    for line in lines where line.fields.count > columns.count {
      throw Failure.malformed(
        line: line.number, reason: "it has \(line.fields.count) fields for \(columns.count) columns")
    }
    self.init(columns: columns, rows: lines.map { $0.fields.map(Self.cell) })
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

  /// The fields of each line; quoted fields may contain line breaks.
  private static func fields(_ text: String) throws -> [(number: Int, fields: [String])] {
    var lines: [(number: Int, fields: [String])] = []
    var fields: [String] = []
    var field = ""
    var isQuoted = false
    var number = 1
    var first = 1
    var characters = Array(text.replacing("\r\n", with: "\n"))[...]
    func isEmpty() -> Bool { fields.isEmpty && field.isEmpty }
    while let character = characters.popFirst() {
      if character == "\n" { number += 1 }
      switch character {
      case "\"" where isQuoted && characters.first == "\"":
        field.append("\"")
        characters.removeFirst()
      case "\"" where isQuoted || field.isEmpty: isQuoted.toggle()
      case "," where !isQuoted:
        fields.append(field)
        field = ""
      case "\n" where !isQuoted:
        if !isEmpty() { lines.append((first, fields + [field])) }
        (fields, field, first) = ([], "", number)
      default: field.append(character)
      }
    }
    guard !isQuoted else { throw Failure.malformed(line: first, reason: "a quotation does not end") }
    if !isEmpty() { lines.append((first, fields + [field])) }
    return lines
  }
}
