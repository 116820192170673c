/// Reads JSON in one pass: the time grows with the size of the text, however deeply it nests.
///
/// Source: https://www.rfc-editor.org/rfc/rfc8259
struct JSONParser {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let depthLimit: Int
  private var position = 0
  private var depth = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
    self.bytes = bytes
    self.depthLimit = depthLimit
  }

  /// The whole text as one value.
  mutating func parse() throws(JSONError) -> JSONTree {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }  // A byte order mark.
    let tree = try parseValue()
    skipBlanks()
    guard position == bytes.count else { throw error("expected the end, found \(found)") }
    return tree
  }

  private mutating func parseValue() throws(JSONError) -> JSONTree {
    skipBlanks()
    switch peek {
    case UInt8(ascii: "{"): return .object(try parseObject())
    case UInt8(ascii: "["): return .array(try parseArray())
    case UInt8(ascii: "\""): return .scalar(.string(try parseString()))
    case UInt8(ascii: "t"): return try parse("true", as: .bool(true))
    case UInt8(ascii: "f"): return try parse("false", as: .bool(false))
    case UInt8(ascii: "n"): return try parse("null", as: .null)
    default: return try parseNumber()
    }
  }

  private mutating func parse(_ word: StaticString, as value: JSONValue) throws(JSONError) -> JSONTree {
    let end = position + word.utf8CodeUnitCount
    let expected = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard end <= bytes.count, bytes[position..<end].elementsEqual(expected) else {
      throw error("expected \(word), found \(found)")
    }
    position = end
    return .scalar(value)
  }

  // MARK: Containers

  private mutating func parseArray() throws(JSONError) -> [JSONTree] {
    try enter()
    defer { depth -= 1 }
    var elements: [JSONTree] = []
    if skip(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try parseValue())
      if skip(UInt8(ascii: "]")) { return elements }
      try expect(UInt8(ascii: ","), "',' or ']'")
    }
  }

  private mutating func parseObject() throws(JSONError) -> [String: JSONTree] {
    try enter()
    defer { depth -= 1 }
    var members: [String: JSONTree] = [:]
    if skip(UInt8(ascii: "}")) { return members }
    while true {
      skipBlanks()
      guard peek == UInt8(ascii: "\"") else { throw error("expected a name in quotes, found \(found)") }
      let name = try parseString()
      try expect(UInt8(ascii: ":"), "':'")
      members[name] = try parseValue()
      if skip(UInt8(ascii: "}")) { return members }
      try expect(UInt8(ascii: ","), "',' or '}'")
    }
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= depthLimit else { throw error("it nests more than \(depthLimit) levels deep") }
    position += 1
  }

  // MARK: Strings

  private mutating func parseString() throws(JSONError) -> String {
    position += 1
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        defer { position += 1 }
        return try text(bytes[start..<position])
      case UInt8(ascii: "\\"): return try parseEscapedString(from: start)
      case 0..<0x20: throw error("expected '\\u00..' for a control character in a string")
      default: position += 1
      }
    }
    throw error("a string does not end")
  }

  /// Goes on at the first backslash.
  private mutating func parseEscapedString(from start: Int) throws(JSONError) -> String {
    var result = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return try result.withUnsafeBufferPointer { buffer throws(JSONError) in try text(buffer[...]) }
      case UInt8(ascii: "\\"):
        position += 1
        try parseEscape(into: &result)
      case 0..<0x20: throw error("expected '\\u00..' for a control character in a string")
      default:
        result.append(byte)
        position += 1
      }
    }
    throw error("a string does not end")
  }

  private mutating func parseEscape(into result: inout [UInt8]) throws(JSONError) {
    let escape = peek
    position += 1
    switch escape {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(escape ?? 0)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"): result += Array(String(try parseScalar()).utf8)
    default: throw error("'\\' begins no escape that JSON knows")
    }
  }

  /// After `\u`. Half a surrogate pair, as JavaScript writes text that was cut, becomes U+FFFD.
  private mutating func parseScalar() throws(JSONError) -> Unicode.Scalar {
    let first = try parseCodeUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    let isFirstHalf = first < 0xDC00
    guard isFirstHalf, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    else { return "\u{FFFD}" }
    let afterFirst = position
    position += 2
    let second = try parseCodeUnit()
    guard (0xDC00...0xDFFF).contains(second) else {
      position = afterFirst
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func parseCodeUnit() throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = peek.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else {
        throw error("expected 4 hexadecimal digits after '\\u'")
      }
      unit = unit << 4 | UInt32(digit)
      position += 1
    }
    return unit
  }

  private func text(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) throws(JSONError) -> String {
    let buffer = UnsafeBufferPointer(rebasing: bytes)
    guard let text = String(validating: buffer, as: UTF8.self) else {
      throw error("a string is not UTF-8")
    }
    return text
  }

  // MARK: Numbers

  private mutating func parseNumber() throws(JSONError) -> JSONTree {
    let start = position
    if peek == UInt8(ascii: "-") { position += 1 }
    let digits = position
    skipDigits()
    guard position > digits, position == digits + 1 || bytes[digits] != UInt8(ascii: "0") else {
      position = start
      throw error("expected a value, found \(found)")
    }
    var isInteger = true
    if peek == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      try expectDigits("after '.'")
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
      try expectDigits("in the exponent")
    }
    return try number(String(decoding: bytes[start..<position], as: UTF8.self), isInteger: isInteger)
  }

  /// A number without a fraction is an integer, however it is written, as other programs write `2.0`.
  private func number(_ text: String, isInteger: Bool) throws(JSONError) -> JSONTree {
    if isInteger, let integer = Int(text) { return .scalar(.integer(integer)) }
    if isInteger, let integer = UInt64(text) { return .unsigned(integer) }
    guard let number = Double(text), number.isFinite else { throw error("\(text) is too large") }
    return .scalar(Int(exactly: number).map(JSONValue.integer) ?? .number(number))
  }

  private mutating func expectDigits(_ place: String) throws(JSONError) {
    let start = position
    skipDigits()
    guard position > start else { throw error("expected a digit \(place), found \(found)") }
  }

  private mutating func skipDigits() {
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
  }

  // MARK: Bytes

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// The next byte, for messages.
  private var found: String {
    guard let byte = peek else { return "the end" }
    return byte > 0x20 && byte < 0x7F ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
  }

  private func error(_ problem: String) -> JSONError { JSONError(problem, at: position) }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// Whether the next byte that is not blank is `byte`, which is taken then.
  private mutating func skip(_ byte: UInt8) -> Bool {
    skipBlanks()
    guard peek == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8, _ name: String) throws(JSONError) {
    guard skip(byte) else { throw error("expected \(name), found \(found)") }
  }
}
