internal import SuperposeReading
internal import SwiftParser
internal import SwiftSyntax

/// Lines of a cell that are commands and not Swift: `!ls`, `%cd folder` and `%env NAME=value`. Each becomes a
/// call on the same line, so that lines of the compiler stay true.
///
/// The parser's time grows with the text: call it where that is bounded.
public struct CommandLines {
  /// The cell as Swift.
  public let text: String

  /// - Parameter isDeclared: Whether a name is a variable or function of the notebook: `!flag` is Swift then.
  public init(_ code: String, isDeclared: (String) -> Bool = { _ in false }) {
    var lines = code.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let candidates = Self.candidates(in: lines)
    guard !candidates.isEmpty else {
      text = code
      return
    }
    let reading = Reading(lines, candidates)
    for candidate in candidates {
      guard reading.statements.contains(candidate.marker),
        !candidate.command.isSwift(isDeclared: { isDeclared($0) || reading.declared.contains($0) })
      else { continue }
      for line in candidate.lines.dropFirst() { lines[line] = "" }
      lines[candidate.lines.lowerBound] = "try \(candidate.command.function)(\(candidate.words.swiftLiteral))"
    }
    text = lines.joined(separator: "\n")
  }

  /// Whether a text has lines that may be commands.
  public static func mayBe(in code: String) -> Bool {
    code.split(separator: "\n").contains { Command($0) != nil }
  }

  private static func candidates(in lines: [String]) -> [Candidate] {
    var found: [Candidate] = []
    var index = 0
    while index < lines.count {
      defer { index += 1 }
      guard let command = Command(lines[index]) else { continue }
      var words = command.words
      let start = index
      // A backslash at the end of a line goes on with the next.
      while words.last == "\\", index + 1 < lines.count {
        index += 1
        words += "\n" + lines[index]
      }
      found.append(Candidate(lines: start..<(index + 1), command: command, words: words))
    }
    return found
  }
}

/// A command with the lines that it goes on to.
private struct Candidate {
  let lines: Range<Int>
  let command: Command
  let words: String

  /// What stands in its place while the cell is parsed.
  var marker: String { "__command\(lines.lowerBound)" }
}

/// What the parser says of a cell in which names stand for the candidates.
private struct Reading {
  /// The markers that are statements of the cell itself.
  private(set) var statements: Set<String>
  /// Names that the cell declares, parameters included.
  private(set) var declared: Set<String> = []

  init(_ lines: [String], _ candidates: [Candidate]) {
    var lines = lines
    for candidate in candidates {
      for line in candidate.lines { lines[line] = "" }
      lines[candidate.lines.lowerBound] = candidate.marker
    }
    let file = Parser.parse(source: lines.joined(separator: "\n"))
    let statements = Statements(viewMode: .sourceAccurate)
    statements.walk(file)
    self.statements = statements.names
    var announces = false
    for token in file.tokens(viewMode: .sourceAccurate) {
      if announces, case .identifier(let name) = token.tokenKind { declared.insert(name) }
      switch token.tokenKind {
      case .keyword(.let), .keyword(.var), .keyword(.func), .keyword(.in), .comma: announces = true
      default: announces = false
      }
    }
  }
}

/// Names that are statements of the cell's top level or in the braces of an `if`, `for`, `do` and the like there:
/// not in a function or closure, which may not throw.
private final class Statements: SyntaxVisitor {
  private(set) var names: Set<String> = []

  override func visit(_ item: CodeBlockItemSyntax) -> SyntaxVisitorContinueKind {
    if case .expr(let expression) = item.item, let name = expression.as(DeclReferenceExprSyntax.self) {
      names.insert(name.baseName.text)
    }
    if case .decl = item.item { return .skipChildren }
    return .visitChildren
  }

  override func visit(_: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}

/// A line that may be a command.
private struct Command {
  let function: String
  let words: String
  private let line: String

  init?(_ line: some StringProtocol) {
    let start = line.drop { $0 == " " || $0 == "\t" }
    if start.hasPrefix("!"), start.dropFirst().first != "=", start.dropFirst().contains(where: { !$0.isWhitespace }) {
      function = "__shell"
      words = start.dropFirst().drop { $0 == " " }.description
    } else if let name = ["%cd", "%env"].first(where: {
      start.hasPrefix($0) && start.dropFirst($0.count).first.map(\.isWhitespace) ?? true
    }) {
      function = name == "%cd" ? "__changeFolder" : "__environment"
      let argument = start.dropFirst(name.count).trimmed
      words = String(name == "%cd" ? argument.unquoted[...] : argument[...])
    } else {
      return nil
    }
    self.line = String(start)
  }

  /// Whether the line is an expression of Swift that begins with the operator `!`.
  ///
  /// `!flag` looks like a command of that name, so it is Swift only if something of that name is declared.
  func isSwift(isDeclared: (String) -> Bool) -> Bool {
    guard function == "__shell", !words.hasPrefix("!") else { return false }
    let file = Parser.parse(source: line)
    guard let operand = file.statements.first.flatMap({ Self.operand(of: $0.item) }) else { return false }
    let base = Self.base(of: operand)
    if let name = base.as(DeclReferenceExprSyntax.self)?.baseName.text {
      guard isDeclared(name) || (operand != base && Self.isCall(operand)) else { return false }
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
}
