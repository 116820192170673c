/// Text with a line for each row and a separator between fields, such as CSV (RFC 4180).
struct DelimitedText {
  let separator: UInt8

  /// - Throws: `Table.Failure` for a character that cannot be between two fields.
  init(separator: Character) throws(Table.Failure) {
    guard let byte = separator.asciiValue, separator != "\"", !separator.isNewline else {
      throw .badSeparator(
        "Fields are separated by one ASCII character that is no quotation mark and no line break, not by "
          + "'\(separator)'.")
    }
    self.separator = byte
  }

  /// What is between the fields of the first line, outside of quotation marks: a comma; where there is none, the more
  /// frequent of semicolon and tab.
  static func separator(in text: String) -> Character {
    var (isQuoted, isEmpty) = (false, true)
    var (semicolons, tabs) = (0, 0)
    line: for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case _ where isQuoted: break
      case UInt8(ascii: ","): return ","
      case UInt8(ascii: ";"): semicolons += 1
      case UInt8(ascii: "\t"): tabs += 1
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        if isEmpty { continue } else { break line }
      default: break
      }
      isEmpty = false
    }
    if max(semicolons, tabs) == 0 { return "," }
    return semicolons >= tabs ? ";" : "\t"
  }

  /// A row with the number of its first line, from 1.
  struct Row {
    var line: Int
    var fields: [String]
  }

  /// The rows of `text` without empty ones. Fields in quotation marks may contain separators, line breaks and, doubled,
  /// quotation marks.
  ///
  /// - Throws: `Table.Failure` for a quotation that does not end.
  func rows(of text: String) throws(Table.Failure) -> [Row] {
    // As bytes, which is many times as fast as by characters.
    var text = text
    var reader = Reader(separator: separator)
    text.withUTF8 { bytes in
      // A byte order mark is not part of the first name.
      let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      reader.read(UnsafeBufferPointer(rebasing: bytes[start...]))
    }
    if let line = reader.openQuotation { throw .malformed(line: line, reason: "a quotation does not end") }
    return reader.rows
  }
}

private struct Reader {
  let separator: UInt8
  private(set) var rows: [DelimitedText.Row] = []
  /// The line of a quotation that the text does not end.
  private(set) var openQuotation: Int?
  private var fields: [String] = []
  private var line = 1
  private var first = 1

  private static let quote = UInt8(ascii: "\"")
  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  init(separator: UInt8) { self.separator = separator }

  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    while index < bytes.count {
      let field = bytes[index] == Self.quote ? quoted(bytes, &index) : plain(bytes, &index)
      guard openQuotation == nil else { return }
      fields.append(field)
      if index < bytes.count, bytes[index] == separator {
        index += 1
        // A separator at the very end has an empty field after it.
        if index == bytes.count { fields.append("") }
        continue
      }
      endRow()
      // One line ends with LF, CR, or both.
      if index + 1 < bytes.count, bytes[index] == Self.carriageReturn, bytes[index + 1] == Self.newline { index += 1 }
      index += 1
      line += 1
      first = line
    }
    endRow()
  }

  private mutating func endRow() {
    if fields != [""], !fields.isEmpty { rows.append(DelimitedText.Row(line: first, fields: fields)) }
    fields.removeAll(keepingCapacity: true)
  }

  /// The field up to a separator or the end of its line, at which it leaves the index.
  private func plain(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> String {
    let start = index
    while index < bytes.count, bytes[index] != separator, bytes[index] != Self.newline,
      bytes[index] != Self.carriageReturn
    { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  /// A field that begins with a quotation mark; what follows the closing one belongs to it, too.
  private mutating func quoted(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> String {
    var text: [UInt8] = []
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      if byte == Self.quote {
        index += 1
        guard index < bytes.count, bytes[index] == Self.quote else {
          return String(decoding: text, as: UTF8.self) + plain(bytes, &index)
        }
      }
      if byte == Self.newline { line += 1 }
      // Line ends of Windows become the usual ones.
      let isReturn = byte == Self.carriageReturn && index + 1 < bytes.count && bytes[index + 1] == Self.newline
      if !isReturn { text.append(byte) }
      index += 1
    }
    openQuotation = first
    return ""
  }
}
