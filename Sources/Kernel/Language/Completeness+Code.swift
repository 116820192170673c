public import SuperposeEvaluation
import SwiftParser
import SwiftSyntax

extension Completeness {
  /// Whether `code` is complete, according to the parser.
  ///
  /// If something is missing at the end, code is incomplete; any other syntax error makes it
  /// invalid. Types are not checked. Code without any statement is complete.
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
