internal import SwiftSyntax

/// Finds declarations marked `@Test`.
final class TestFinder: SyntaxVisitor {
  private var found = false

  static func findsTest(in item: CodeBlockItemSyntax) -> Bool {
    guard case .decl = item.item else { return false }
    let finder = TestFinder(viewMode: .sourceAccurate)
    finder.walk(item)
    return finder.found
  }

  override func visit(_ node: AttributeSyntax) -> SyntaxVisitorContinueKind {
    if ["Test", "Testing.Test"].contains(node.attributeName.trimmedDescription) { found = true }
    return .skipChildren
  }
}
