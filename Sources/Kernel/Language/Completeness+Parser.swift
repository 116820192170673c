public import Evaluation
import SwiftParser
import SwiftSyntax

/// Whether `code` can run as it stands.
public func completeness(of code: String) -> Completeness {
  Parser.parse(source: code).hasError ? .invalid : .complete
}
