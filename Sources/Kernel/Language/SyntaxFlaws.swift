import SwiftSyntax

/// The syntax errors of code, classified by whether more text can fix them.
struct SyntaxFlaws {
  /// Something is missing at the end.
  private(set) var areMendable = false
  /// Something is wrong before the end, or no additional text could fix it.
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
    // Legal only in a protocol, where the protocol's brace follows.
    if node.body == nil && node.isLast { isMendable = true }
    return .visitChildren
  }

  private func note(missing token: TokenSyntax) {
    switch token.tokenKind {
    // A single-line string or regex cannot continue on the next line.
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
  /// Whether only the end of the file follows.
  fileprivate var isLast: Bool {
    guard let next = lastToken(viewMode: .all)?.nextToken(viewMode: .sourceAccurate) else {
      return true
    }
    return next.tokenKind == .endOfFile
  }
}
