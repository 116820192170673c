/// A position in code, in Unicode scalars, and its context.
struct Cursor {
  let scalars: [Unicode.Scalar]
  let position: Int

  /// A position outside the code is clamped.
  init(in code: String, at position: Int) {
    scalars = Array(code.unicodeScalars)
    self.position = min(max(position, 0), scalars.count)
  }

  /// The part of a name before the cursor; empty if there is none.
  var nameBefore: Range<Int> { nameStart(before: position)..<position }

  /// The whole name at the cursor; empty if there is none.
  var name: Range<Int> {
    let end = scalars[position...].firstIndex { !$0.isPartOfName } ?? scalars.count
    return nameStart(before: position)..<end
  }

  /// Whether the name at the cursor is a member name.
  var isBehindDot: Bool { scalars[..<nameBefore.lowerBound].last { !$0.isBlank } == "." }

  /// The same without a blank between the dot and the name.
  var isDirectlyBehindDot: Bool { scalars[..<nameBefore.lowerBound].last == "." }

  /// Whether the name follows a dot with no value before it, as in `importance: .uniform`.
  var isImplicitMember: Bool {
    guard isDirectlyBehindDot else { return false }
    guard let before = scalars[..<(nameBefore.lowerBound - 1)].last else { return true }
    return !before.isPartOfName && !")]}>?!\"`".unicodeScalars.contains(before)
  }

  /// Whether an argument of a call begins here.
  var isAtArgument: Bool {
    guard let before = scalars[..<nameBefore.lowerBound].last(where: { !$0.isBlank }) else { return false }
    return before == "(" || (before == "," || before == ":") && isInParentheses
  }

  /// Whether an opening parenthesis before the cursor is not closed yet.
  private var isInParentheses: Bool {
    var depth = 0
    for scalar in scalars[..<position].reversed() {
      switch scalar {
      case ")", "]", "}": depth += 1
      case "(" where depth == 0: return true
      case "[" where depth == 0, "{" where depth == 0: return false
      case "(", "[", "{": depth -= 1
      default: break
      }
    }
    return false
  }

  /// Whether a module's name is expected.
  var isBehindImport: Bool {
    lineBefore.split(separator: " ", omittingEmptySubsequences: false).dropLast().last == "import"
  }

  /// The line up to the cursor.
  var lineBefore: String { text(in: lineStart..<position) }

  /// The whole line that the cursor is in, and where it starts.
  var line: (text: String, start: Int) {
    let end = scalars[position...].firstIndex(where: \.isLineEnd) ?? scalars.count
    return (text(in: lineStart..<end), lineStart)
  }

  private var lineStart: Int {
    scalars[..<position].lastIndex(where: \.isLineEnd).map { $0 + 1 } ?? 0
  }

  func text(in range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }

  func nameStart(before position: Int) -> Int {
    (scalars[..<position].lastIndex { !$0.isPartOfName }).map { $0 + 1 } ?? 0
  }
}

extension Unicode.Scalar {
  /// Whether this may stand in a Swift name. Beyond ASCII everything may that is not a blank or
  /// Unicode's punctuation: letters, combining marks, emoji.
  var isPartOfName: Bool {
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9", "_", "$": return true
    case "\u{0}"..."\u{7F}": return false
    default: break
    }
    switch properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .openPunctuation,
      .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation,
      .dashPunctuation, .mathSymbol:
      return false
    default: return true
    }
  }

  fileprivate var isBlank: Bool { properties.isWhitespace }

  var isLineEnd: Bool { self == "\n" || self == "\r" }
}
