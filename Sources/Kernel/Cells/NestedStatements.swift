internal import SwiftSyntax

/// Finds the statements inside an expression: the bodies of closures and of `if` and `switch` expressions.
final class NestedStatements: SyntaxVisitor {
  private var ranges: [Range<Int>] = []

  /// The bytes of each list of statements, outermost only.
  static func ranges(in expression: ExprSyntax) -> [Range<Int>] {
    let finder = NestedStatements(viewMode: .sourceAccurate)
    finder.walk(expression)
    return finder.ranges
  }

  override func visit(_ node: CodeBlockItemListSyntax) -> SyntaxVisitorContinueKind {
    ranges.append(node.position.utf8Offset..<node.endPosition.utf8Offset)
    return .skipChildren
  }
}
