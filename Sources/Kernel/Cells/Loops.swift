internal import SwiftSyntax

/// Whether a cell's own code runs often enough for an optimised compilation to pay.
///
/// An optimised cell takes about 0.15 s longer to compile, and a loop of arithmetic runs ten times as fast.
enum Loops {
  static func pay(in items: [CodeBlockItemSyntax]) -> Bool {
    let finder = LoopFinder(viewMode: .sourceAccurate)
    for item in items { finder.walk(item) }
    return finder.found
  }
}

/// Finds loops that do arithmetic over elements: one inside another, or one over more steps than a
/// literal says are few.
private final class LoopFinder: SyntaxVisitor {
  private(set) var found = false
  private var depth = 0

  override func visit(_ node: ForStmtSyntax) -> SyntaxVisitorContinueKind {
    enter(isLong: Self.isLong(node.sequence))
  }

  override func visit(_ node: WhileStmtSyntax) -> SyntaxVisitorContinueKind { enter(isLong: false) }
  override func visit(_ node: RepeatStmtSyntax) -> SyntaxVisitorContinueKind { enter(isLong: false) }
  override func visitPost(_ node: ForStmtSyntax) { depth -= 1 }
  override func visitPost(_ node: WhileStmtSyntax) { depth -= 1 }
  override func visitPost(_ node: RepeatStmtSyntax) { depth -= 1 }

  private func enter(isLong: Bool) -> SyntaxVisitorContinueKind {
    depth += 1
    if depth > 1 || isLong { found = true }
    return .visitChildren
  }

  private static func isLong(_ sequence: ExprSyntax) -> Bool {
    sequence.tokens(viewMode: .sourceAccurate).contains { token in
      guard case .integerLiteral(let digits) = token.tokenKind else { return false }
      return (Int(digits.replacing("_", with: "")) ?? 0) >= 1000
    }
  }
}
