import SwiftSyntax

/// What the parser minds in a piece of code, by whether typing on can mend it.
struct SyntaxFlaws {
  /// Something is missing at the end.
  private(set) var areMendable = false
  /// Something is wrong before the end, or no text behind it could make it right.
  private(set) var areFinal = false

  init(of file: SourceFileSyntax) {
    let finder = FlawFinder(viewMode: .all)
    finder.walk(file)
    areMendable = finder.isMendable
    areFinal = finder.isFinal
  }
}

/// Walks a tree, missing and unexpected nodes included.
private final class FlawFinder: SyntaxVisitor {
  var isMendable = false
  var isFinal = false

  override func visit(_ token: TokenSyntax) -> SyntaxVisitorContinueKind {
    if token.presence == .missing { note(missing: token) }
    if let diagnostic = token.tokenDiagnostic, diagnostic.severity == .error {
      note(diagnostic)
    }
    return .skipChildren
  }

  override func visit(_ node: UnexpectedNodesSyntax) -> SyntaxVisitorContinueKind {
    if !node.isEmpty { isFinal = true }
    return .visitChildren
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    // Legal in a protocol only, and there the brace of the protocol follows.
    if node.body == nil && node.isLast { isMendable = true }
    return .visitChildren
  }

  private func note(missing token: TokenSyntax) {
    switch token.tokenKind {
    // A string or a regex of one line cannot go on in the next.
    case .stringQuote, .singleQuote, .regexSlash: isFinal = true
    default:
      if token.isLast { isMendable = true } else { isFinal = true }
    }
  }

  private func note(_ diagnostic: TokenDiagnostic) {
    switch diagnostic.kind {
    case .unterminatedBlockComment: isMendable = true
    default: isFinal = true
    }
  }
}

extension SyntaxProtocol {
  /// Nothing but the end of the file comes behind this.
  fileprivate var isLast: Bool {
    guard let next = lastToken(viewMode: .all)?.nextToken(viewMode: .sourceAccurate) else {
      return true
    }
    return next.tokenKind == .endOfFile
  }
}
