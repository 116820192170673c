import SwiftParser
import SwiftSyntax

/// The string literals that a text leaves open at its end.
enum OpenLiterals {
  /// What closes them and the brackets in them, such as `)"` after `print("loss \\(mod`; empty if the
  /// end is not in an interpolation.
  static func closing(of text: String) -> String {
    let file = Parser.parse(source: text)
    var node = file.endOfFileToken.previousToken(viewMode: .sourceAccurate).map { Syntax($0) }
    var closing = ""
    var inInterpolation = false
    var closed = ""
    while let current = node {
      if let literal = current.as(StringLiteralExprSyntax.self) {
        guard literal.closingQuote.presence == .missing else { break }
        let isMultiline = literal.openingQuote.tokenKind == .multilineStringQuote
        closing += (isMultiline ? "\n" : "") + literal.openingQuote.text
        closing += literal.openingPounds?.text ?? ""
        if inInterpolation { closed = closing }
      } else {
        inInterpolation = inInterpolation || current.is(ExpressionSegmentSyntax.self)
        closing += missingBrackets(of: current)
      }
      node = current.parent
    }
    return closed
  }

  private static func missingBrackets(of node: Syntax) -> String {
    node.children(viewMode: .all).compactMap { $0.as(TokenSyntax.self) }
      .filter { $0.presence == .missing }.map { token in
        switch token.tokenKind {
        case .rightParen: ")"
        case .rightSquare: "]"
        case .rightBrace: "}"
        default: ""
        }
      }.joined()
  }
}
