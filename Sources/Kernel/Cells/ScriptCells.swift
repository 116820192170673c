internal import SwiftParser
internal import SwiftSyntax

/// The cells of a script: a file of Swift, with the kernel's magics, that runs as a notebook does.
///
/// A new cell begins at a line `// %%`, at a line with a magic, and at a declaration of a name that the
/// cell before it has declared too. So a notebook that was exported as a script runs again.
public struct ScriptCells: Sendable, Equatable {
  /// Each with blank lines in place of what stands before it, which keeps the file's lines and columns.
  public let cells: [String]

  public init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var pieces: [Range<Int>] = []
    var start = 0
    for index in lines.indices.dropFirst() where Self.begins(at: index, of: lines, after: start) {
      pieces.append(start..<index)
      start = index
    }
    pieces.append(start..<lines.count)
    cells = pieces.flatMap { piece in
      Self.splitAtRedeclarations(Self.padded(lines[piece].joined(separator: "\n"), lines: piece.lowerBound))
    }.filter { $0.contains { !$0.isWhitespace } }
  }

  private static func begins(at index: Int, of lines: [String], after start: Int) -> Bool {
    let line = lines[index].drop { $0 == " " || $0 == "\t" }
    // The text of `%%sh` goes on to the end of its cell.
    let isText =
      lines[start...].first { !$0.allSatisfy(\.isWhitespace) }.map { first in
        ["%%sh", "%%bash", "%%writefile"].contains(where: first.hasPrefix)
      } ?? false
    if line.hasPrefix("// %%") { return true }
    guard !isText, line.wholeMatch(of: #/%{1,2}[A-Za-z].*/#) != nil, !line.hasPrefix("%cd"), !line.hasPrefix("%env")
    else { return false }
    let before = lines[start..<index]
    // Lines such as `%package` belong to the code below them.
    if before.allSatisfy({ $0.allSatisfy(\.isWhitespace) || $0.hasPrefix("//") || isHead($0) }) { return !isHead(line) }
    return beginsStatement(before)
  }

  /// Whether a statement of the cell's top level begins after these lines.
  private static func beginsStatement(_ lines: ArraySlice<String>) -> Bool {
    let before = lines.joined(separator: "\n") + "\n"
    let marker = "__here"
    return Parser.parse(source: before + marker).statements.last.map {
      $0.item.trimmedDescription == marker
        && $0.positionAfterSkippingLeadingTrivia.utf8Offset == before.utf8.count
    } ?? false
  }

  private static func isHead(_ line: some StringProtocol) -> Bool {
    line.hasPrefix("%package") || line.hasPrefix("%include")
  }

  private static func splitAtRedeclarations(_ text: String) -> [String] {
    let first = text.split(separator: "\n").first { !$0.allSatisfy(\.isWhitespace) } ?? ""
    guard !first.hasPrefix("%%") || first.hasPrefix("%%O") || first.hasPrefix("%%time") else { return [text] }
    // Magics and commands are no declarations.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let masked = lines.map { line in
      ["%", "!"].contains(where: line.drop { $0 == " " }.hasPrefix)
        ? String(repeating: " ", count: line.utf8.count) : String(line)
    }.joined(separator: "\n")
    let source = CellSource(masked)
    guard source.text.utf8.count == text.utf8.count else { return [text] }
    var known: [CellDeclaration] = []
    var cuts: [Int] = []
    for declaration in source.declarations.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      if known.contains(where: { $0.isRedeclared(by: declaration) }),
        let statement = source.statements.first(where: { $0.contains(declaration.range.lowerBound) })
      {
        cuts.append(statement.lowerBound)
        known = []
      }
      known.append(declaration)
    }
    return pieces(of: text, at: cuts)
  }

  private static func pieces(of text: String, at cuts: [Int]) -> [String] {
    let bytes = Array(text.utf8)
    let bounds = [0] + cuts + [bytes.count]
    return zip(bounds, bounds.dropFirst()).map { start, end in
      let blank = bytes[..<start].map { $0 == 10 ? $0 : 32 }
      // Blanks in front of a line that begins the piece keep its columns, and those of other lines are no use.
      let lineStart = (blank.lastIndex(of: 10) ?? -1) + 1
      let lines = [UInt8](repeating: 10, count: blank.count { $0 == 10 })
      return String(decoding: lines + blank[lineStart...] + bytes[start..<end], as: UTF8.self)
    }
  }

  private static func padded(_ text: String, lines: Int) -> String { String(repeating: "\n", count: lines) + text }
}

extension CellDeclaration {
  /// Whether a file could not have both.
  fileprivate func isRedeclared(by other: CellDeclaration) -> Bool {
    if case .extension = kind { return false }
    if case .extension = other.kind { return false }
    guard !name.isEmpty, name == other.name else { return false }
    guard let function, let newer = other.function else { return true }
    return function.name == newer.name && function.parameters == newer.parameters
  }
}
