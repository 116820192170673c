internal import SwiftSyntax

/// The variables that a `guard` at the top level binds, so that later cells can use them.
///
/// The compiler does not show them to other modules. So the statement becomes the body of a closure that returns them:
/// `let x = try { () throws in guard let x = f() else { … }; return x }()`.
struct GuardBindings {
  let names: [String]
  let insertions: [CellSource.Insertion]

  /// - Parameters:
  ///   - attributes: What stands before `let`.
  ///   - prefixes: What stands before a name where it means an older variable, which the statement shadows.
  /// - Returns: `nil` when it binds nothing, or would mean something else in a closure.
  init?(_ statement: GuardStmtSyntax, attributes: String, prefixes: [String: String]) {
    let bindings = PatternNames.bindings(in: statement.conditions)
    let names = bindings.map(\.name)
    guard !names.isEmpty, Set(names).count == names.count, Set(bindings.map(\.word)).count == 1,
      !statement.hasError, !ReturnFinder.finds(in: statement.body)
    else { return nil }
    var mentions: [CellSource.Insertion] = []
    for mention in ShadowedMentions.of(statement) {
      guard let prefix = prefixes[mention.name], let insertion = mention.prefixed(by: prefix) else { return nil }
      mentions.append(insertion)
    }
    self.names = names
    let list = names.count == 1 ? names[0] : "(\(names.joined(separator: ", ")))"
    let waits = CodeBlockItemSyntax(item: .stmt(StmtSyntax(statement))).awaits
    let call = waits ? "try await { () async throws in " : "try { () throws in "
    let (start, end) = (statement.bytes.lowerBound, statement.bytes.upperBound)
    insertions =
      [.init(offset: start, text: "\(attributes)\(bindings[0].word) \(list) = \(call)")] + mentions
      + [.init(offset: end, text: "; return \(list) }()")]
  }

  /// The names that the conditions of a statement bind.
  static func names(in statement: GuardStmtSyntax) -> [String] {
    PatternNames.bindings(in: statement.conditions).map(\.name.unquotedIdentifier)
  }
}

/// Where a `guard` mentions older variables that it shadows: a name is bound from the end of its condition on, and not
/// in the body.
enum ShadowedMentions {
  static func of(_ statement: GuardStmtSyntax) -> [NameUses.Mention] {
    var later = Set(GuardBindings.names(in: statement))
    let body = mentions(of: later, in: statement.body)
    return statement.conditions.flatMap { condition in
      let found = mentions(of: later, in: condition)
      later.subtract(PatternNames.of(condition))
      return found
    } + body
  }

  private static func mentions(of names: Set<String>, in node: some SyntaxProtocol) -> [NameUses.Mention] {
    NameUses.of(node).mentions.filter { names.contains($0.name) && $0.isOutside }
  }
}

extension NameUses.Mention {
  /// What makes it mean a variable with a longer name; `nil` for a name in backticks.
  func prefixed(by prefix: String) -> CellSource.Insertion? {
    guard range.count == name.utf8.count else { return nil }
    return isShorthand
      ? .init(offset: range.upperBound, text: " = \(prefix)\(name)") : .init(offset: range.lowerBound, text: prefix)
  }
}

/// Finds a `return` that would leave the closure.
private final class ReturnFinder: SyntaxVisitor {
  private var isFound = false

  static func finds(in node: some SyntaxProtocol) -> Bool {
    let finder = ReturnFinder(viewMode: .sourceAccurate)
    finder.walk(node)
    return finder.isFound
  }

  override func visit(_ node: ReturnStmtSyntax) -> SyntaxVisitorContinueKind {
    isFound = true
    return .skipChildren
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { .skipChildren }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}
