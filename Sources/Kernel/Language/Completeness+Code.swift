public import SuperposeEvaluation
import SwiftParser
import SwiftSyntax

extension Completeness {
  /// Whether `code` can run as it stands, as far as the parser can tell.
  ///
  /// What is missing at the very end makes code incomplete, and the rest of what the parser
  /// minds makes it invalid; types are not checked. Code without any statement is complete.
  public init(of code: String, magics: [Magic] = []) {
    let file = Parser.parse(source: code.maskingMagics(magics))
    let flaws = SyntaxFlaws(of: file)
    if flaws.areFinal {
      self = .invalid
    } else if flaws.areMendable {
      self = .incomplete(indent: code.indentOfNextLine(parsedAs: file))
    } else {
      self = .complete
    }
  }
}
