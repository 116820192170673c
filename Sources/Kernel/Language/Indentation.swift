import SwiftSyntax

extension String {
  /// The indentation of the next line after this incomplete code: that of the last line, plus two
  /// spaces for every open brace or other incomplete construct.
  func indentOfNextLine(parsedAs file: SourceFileSyntax) -> String {
    let lines = split(whereSeparator: \.isNewline)
    let last = lines.last { line in line.contains { !$0.isHorizontalSpace } }
    let indent = last?.prefix(while: \.isHorizontalSpace) ?? ""
    return indent + String(repeating: "  ", count: file.levelsOpenedByLastLine)
  }
}

extension SourceFileSyntax {
  fileprivate var levelsOpenedByLastLine: Int {
    let line = tokensOfLastLine
    let braces = line.reduce(0) { max(0, $0 + $1.braceBalance) }
    return braces > 0 ? braces : line.last?.leavesLineOpen == true ? 1 : 0
  }

  private var tokensOfLastLine: [TokenSyntax] {
    var line: [TokenSyntax] = []
    var token = endOfFileToken.previousToken(viewMode: .sourceAccurate)
    while let current = token {
      line.insert(current, at: 0)
      if current.leadingTrivia.contains(where: \.isNewline) { break }
      token = current.previousToken(viewMode: .sourceAccurate)
    }
    return line
  }
}

extension TokenSyntax {
  fileprivate var braceBalance: Int {
    switch tokenKind {
    case .leftBrace: 1
    case .rightBrace: -1
    default: 0
    }
  }

  /// Whether this continues on the next line.
  fileprivate var leavesLineOpen: Bool {
    switch tokenKind {
    case .leftParen, .leftSquare, .binaryOperator, .equal, .arrow, .colon: true
    default: false
    }
  }
}
