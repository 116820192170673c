internal import SuperposeReading
internal import SwiftParser
internal import SwiftSyntax

/// Lines of a cell that are commands and not Swift: `!ls`, `%cd folder` and `%env NAME=value`. Each becomes a
/// call on the same line, so that lines of the compiler stay true.
public struct CommandLines {
  /// The cell as Swift.
  public let text: String

  /// - Parameter isDeclared: Whether a name is a variable or function of the notebook: `!flag` is Swift then.
  public init(_ code: String, isDeclared: (String) -> Bool = { _ in false }) {
    var lines = code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var index = 0
    while index < lines.count {
      defer { index += 1 }
      guard let command = Command(lines[index]), Self.beginsStatement(lines[..<index]),
        !command.isSwift(declared: isDeclared, in: code)
      else { continue }
      var words = command.words
      let start = index
      // A backslash at the end of a line goes on with the next.
      while words.last == "\\", index + 1 < lines.count {
        index += 1
        words += "\n" + lines[index]
        lines[index] = ""
      }
      lines[start] = "try \(command.function)(\(words.swiftLiteral))"
    }
    text = lines.joined(separator: "\n")
  }

  /// Whether a statement of the cell's top level begins after these lines.
  static func beginsStatement(_ lines: ArraySlice<String>) -> Bool {
    guard lines.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else { return true }
    let before = lines.joined(separator: "\n") + "\n"
    let file = Parser.parse(source: before + marker)
    return file.statements.last.map {
      $0.item.trimmedDescription == marker
        && $0.positionAfterSkippingLeadingTrivia.utf8Offset == before.utf8.count
    } ?? false
  }

  private static let marker = "__here"
}

/// A line that may be a command.
private struct Command {
  let function: String
  let words: String
  private let line: String

  init?(_ line: String) {
    let start = line.drop { $0 == " " || $0 == "\t" }
    if start.hasPrefix("!"), start.dropFirst().first != "=", start.dropFirst().contains(where: { !$0.isWhitespace }) {
      function = "__shell"
      words = start.dropFirst().drop { $0 == " " }.description
    } else if let name = ["%cd", "%env"].first(where: {
      start.hasPrefix($0) && start.dropFirst($0.count).first.map(\.isWhitespace) ?? true
    }) {
      function = name == "%cd" ? "__changeFolder" : "__environment"
      words = start.dropFirst(name.count).trimmed
    } else {
      return nil
    }
    self.line = String(start)
  }

  /// Whether the line is an expression of Swift that begins with the operator `!`.
  ///
  /// `!flag` looks like a command of that name, so it is Swift only if something of that name is declared.
  func isSwift(declared isDeclared: (String) -> Bool, in code: String) -> Bool {
    guard function == "__shell", !words.hasPrefix("!") else { return false }
    let file = Parser.parse(source: line)
    guard let operand = file.statements.first.flatMap({ Self.operand(of: $0.item) }) else { return false }
    let base = Self.base(of: operand)
    if let name = base.as(DeclReferenceExprSyntax.self)?.baseName.text {
      guard isDeclared(name) || Self.declares(name, code) || (operand != base && Self.isCall(operand)) else {
        return false
      }
      return !file.hasError || line.last.map { "{([,&|=<>?".contains($0) } ?? false
    }
    let isLiteralOrGroup =
      base.is(BooleanLiteralExprSyntax.self) || base.is(TupleExprSyntax.self) || base.is(ArrayExprSyntax.self)
      || base.is(StringLiteralExprSyntax.self) || base.is(MacroExpansionExprSyntax.self)
    return isLiteralOrGroup && !file.hasError
  }

  /// What `!` stands before, at the beginning of the line.
  private static func operand(of item: CodeBlockItemSyntax.Item) -> ExprSyntax? {
    guard case .expr(var expression) = item else { return nil }
    while let sequence = expression.as(SequenceExprSyntax.self), let first = sequence.elements.first {
      expression = first
    }
    guard let prefix = expression.as(PrefixOperatorExprSyntax.self), prefix.operator.text == "!" else { return nil }
    return prefix.expression
  }

  /// The innermost part of `a.b(c)[d]`: `a`.
  private static func base(of expression: ExprSyntax) -> ExprSyntax {
    if let call = expression.as(FunctionCallExprSyntax.self) { return base(of: call.calledExpression) }
    if let access = expression.as(MemberAccessExprSyntax.self), let inner = access.base { return base(of: inner) }
    if let item = expression.as(SubscriptCallExprSyntax.self) { return base(of: item.calledExpression) }
    if let chain = expression.as(OptionalChainingExprSyntax.self) { return base(of: chain.expression) }
    if let forced = expression.as(ForceUnwrapExprSyntax.self) { return base(of: forced.expression) }
    return expression
  }

  /// A call with its parenthesis directly after the name, as no command has.
  private static func isCall(_ expression: ExprSyntax) -> Bool {
    if let call = expression.as(FunctionCallExprSyntax.self), call.leftParen != nil { return true }
    if let access = expression.as(MemberAccessExprSyntax.self), let inner = access.base { return isCall(inner) }
    return false
  }

  /// Whether the cell itself declares the name.
  private static func declares(_ name: String, _ code: String) -> Bool {
    code.firstMatch(of: (try? Regex("\\b(let|var|func|in|,)\\s+\(name)\\b")) ?? Regex(#/(?!)/#)) != nil
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
