/// Cuts a text into words, signs and the ends of statements, as far as its shape needs it. What it takes for
/// a comment or a text in quotes is not always one: it knows no regex literals.
struct SourceScanner {
  enum Token: Equatable {
    /// A word, a number, or a sign.
    case word
    /// Where a statement or an element ends for certain.
    case separator
  }

  /// The brackets that are open.
  struct Open {
    private(set) var brackets: [UInt8] = []
    private(set) var squares = 0
    var count: Int { brackets.count }

    mutating func open(_ bracket: UInt8) {
      brackets.append(bracket)
      if bracket == UInt8(ascii: "[") { squares += 1 }
    }

    /// Closes the innermost bracket of the kind, and those in it that were left open.
    mutating func close(_ bracket: UInt8) {
      guard let last = brackets.lastIndex(of: bracket) else { return }
      squares -= brackets[last...].count { $0 == UInt8(ascii: "[") }
      brackets.removeSubrange(last...)
    }
  }

  private let bytes: [UInt8]
  private var position = 0
  /// Interpolations under way: how many brackets were open where each began, and its quotes.
  private var interpolations: [(depth: Int, quotes: Quotes)] = []
  private(set) var open = Open()
  /// Bytes outside of comments and of texts in quotes so far.
  private(set) var codeSize = 0

  private struct Quotes {
    var marks: Int
    var isLong: Bool
  }

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private func byte(_ offset: Int = 0) -> UInt8 {
    position + offset < bytes.count ? bytes[position + offset] : 0
  }

  /// The next token, after which ``open`` holds what is open; `nil` at the end.
  mutating func next() -> Token? {
    while position < bytes.count {
      let start = position
      switch byte() {
      case UInt8(ascii: "\n"):
        position += 1
        if endsStatement { return .separator }
      case 0...0x20: position += 1
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"): skipLine()
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"): skipComment()
      case UInt8(ascii: "\""), UInt8(ascii: "#"):
        if let quotes = takeQuotes() { skipText(quotes) } else { position += 1 }
        return .word
      default:
        let token = takeToken()
        codeSize += position - start
        return token
      }
    }
    return nil
  }

  private mutating func takeToken() -> Token {
    let first = byte()
    position += 1
    switch first {
    case UInt8(ascii: ","), UInt8(ascii: ";"): return .separator
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open.open(first)
    case UInt8(ascii: "]"): open.close(UInt8(ascii: "["))
    case UInt8(ascii: "}"): open.close(UInt8(ascii: "{"))
    case UInt8(ascii: ")"):
      open.close(UInt8(ascii: "("))
      if let last = interpolations.last, open.count <= last.depth {
        interpolations.removeLast()
        skipText(last.quotes)
      }
    // Before a bracket it belongs to a regex literal.
    case UInt8(ascii: "\\"): position = min(position + 1, bytes.count)
    case _ where Self.isPartOfWord(first):
      while Self.isPartOfWord(byte()) { position += 1 }
    default: break
    }
    return .word
  }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  /// Whether a line break here ends a statement: the next line begins with a word, and not with one that
  /// goes on with what is there.
  private var endsStatement: Bool {
    var place = position
    while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
    let word = bytes[place...].prefix { Self.isPartOfWord($0) }
    return !word.isEmpty && !["else", "catch", "as", "is"].contains { word.elementsEqual($0.utf8) }
  }

  // MARK: Comments and texts in quotes

  private mutating func skipLine() {
    while position < bytes.count, byte() != UInt8(ascii: "\n") { position += 1 }
  }

  private mutating func skipComment() {
    var depth = 0
    repeat {
      if byte() == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
        depth += 1
        position += 2
      } else if byte() == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        depth -= 1
        position += 2
      } else {
        position += 1
      }
    } while depth > 0 && position < bytes.count
  }

  /// The quotes that open a text here, which are taken; `nil` when none begins.
  private mutating func takeQuotes() -> Quotes? {
    var marks = 0
    while byte(marks) == UInt8(ascii: "#") { marks += 1 }
    guard byte(marks) == UInt8(ascii: "\"") else { return nil }
    position += marks + 1
    let isLong = byte() == UInt8(ascii: "\"") && byte(1) == UInt8(ascii: "\"")
    if isLong { position += 2 }
    return Quotes(marks: marks, isLong: isLong)
  }

  /// Goes on to the end of a text, or to its next interpolation.
  private mutating func skipText(_ quotes: Quotes) {
    while position < bytes.count {
      switch byte() {
      case UInt8(ascii: "\n") where !quotes.isLong: return
      case UInt8(ascii: "\\") where hasMarks(quotes.marks, at: 1):
        position += 1 + quotes.marks
        if byte() == UInt8(ascii: "(") {
          interpolations.append((depth: open.count, quotes: quotes))
          open.open(UInt8(ascii: "("))
          position += 1
          return
        }
        position += 1
      case UInt8(ascii: "\"") where closes(quotes): return
      default: position += 1
      }
    }
  }

  private func hasMarks(_ count: Int, at offset: Int) -> Bool {
    (0..<count).allSatisfy { byte(offset + $0) == UInt8(ascii: "#") }
  }

  /// Whether the quote here closes the text, and is taken then.
  private mutating func closes(_ quotes: Quotes) -> Bool {
    let length = quotes.isLong ? 3 : 1
    guard (0..<length).allSatisfy({ byte($0) == UInt8(ascii: "\"") }), hasMarks(quotes.marks, at: length)
    else { return false }
    position += length + quotes.marks
    return true
  }
}
