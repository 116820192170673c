internal import SwiftSyntax

/// The expression at the end of a cell, and whether its value is shown.
struct LastExpression {
  let range: Range<Int>
  /// The bytes of statements in it, such as those of a closure.
  let statements: [Range<Int>]
  let showsValue: Bool
  /// What passes the value on.
  let insertions: [CellSource.Insertion]

  /// - Parameters:
  ///   - isShown: Whether a value is to be shown at all.
  ///   - declared: The names that the cell declares.
  /// - Returns: `nil` when the statement is no expression.
  init?(_ last: CodeBlockItemSyntax, isShown: Bool, declared: Set<String>) {
    guard case .expr(let expression) = last.item else { return nil }
    range = last.bytes
    statements = NestedStatements.ranges(in: expression)
    showsValue =
      isShown && last.semicolon == nil && !expression.hasError && Self.hasValue(expression)
      && !Self.isForEffect(expression, declared: declared)
    insertions = showsValue ? Self.insertions(around: expression) : []
  }

  private static func insertions(around expression: ExprSyntax) -> [CellSource.Insertion] {
    let range = expression.bytes
    // A directive ends its line.
    let separator = expression.lastToken(viewMode: .sourceAccurate)?.tokenKind == .poundEndif ? "\n" : " "
    guard hasOwnOperator(expression) else { return [.init(offset: range.upperBound, text: "\(separator)⏎ __shown")] }
    // The user's operator may belong to a precedence group that is related to no other.
    return [
      .init(offset: range.lowerBound, text: "("),
      .init(offset: range.upperBound, text: separator == " " ? ") ⏎ __shown" : "\n) ⏎ __shown"),
    ]
  }

  /// Assignments have no value to show.
  private static func hasValue(_ expression: ExprSyntax) -> Bool {
    if let item = expression.as(TryExprSyntax.self) { return hasValue(item.expression) }
    if let item = expression.as(AwaitExprSyntax.self) { return hasValue(item.expression) }
    if let item = expression.as(UnsafeExprSyntax.self) { return hasValue(item.expression) }
    guard let sequence = expression.as(SequenceExprSyntax.self) else { return true }
    return !sequence.elements.contains { $0.is(AssignmentExprSyntax.self) }
  }

  /// Functions that are called for what they do: `dump` returns what it has just printed, the C library's
  /// a status.
  private static let effects: Set<String> = [
    "dump", "atexit", "fclose", "fflush", "fputs", "putchar", "puts", "setenv", "setvbuf", "signal", "sleep",
    "unsetenv", "usleep",
  ]

  private static func isForEffect(_ expression: ExprSyntax, declared: Set<String>) -> Bool {
    if let macro = expression.as(MacroExpansionExprSyntax.self) {
      return ["error", "expect", "warning"].contains(macro.macroName.text)
    }
    if let call = expression.as(FunctionCallExprSyntax.self),
      call.calledExpression.trimmedDescription == "Issue.record"
    {
      return true
    }
    guard let call = expression.as(FunctionCallExprSyntax.self),
      let name = call.calledExpression.as(DeclReferenceExprSyntax.self)
    else { return false }
    let function = name.baseName.text
    return effects.contains(function) && !declared.contains(function)
  }

  private static let standardOperators: Set<String> = [
    "+", "-", "*", "/", "%", "&+", "&-", "&*", "<<", ">>", "&<<", "&>>", "&", "|", "^", "..<", "...",
    "??", "<", "<=", ">", ">=", "==", "!=", "===", "!==", "~=", "&&", "||", ".&", ".|", ".^",
  ]

  private static func hasOwnOperator(_ expression: ExprSyntax) -> Bool {
    if let item = expression.as(TryExprSyntax.self) { return hasOwnOperator(item.expression) }
    if let item = expression.as(AwaitExprSyntax.self) { return hasOwnOperator(item.expression) }
    guard let sequence = expression.as(SequenceExprSyntax.self) else { return false }
    return sequence.elements.contains { element in
      element.as(BinaryOperatorExprSyntax.self).map { !standardOperators.contains($0.operator.text) } ?? false
    }
  }
}
