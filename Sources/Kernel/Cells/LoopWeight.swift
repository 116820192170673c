internal import SwiftSyntax

/// Estimates how often the innermost statements of a piece of a cell run.
///
/// The optimiser costs a cell about a sixth of a second, and makes loops of arithmetic ten times as fast or more.
/// So it pays for code that loops over arithmetic ten thousand times.
final class LoopWeight: SyntaxVisitor {
  /// From how many runs on a loop of arithmetic is worth the optimiser.
  private static let worthwhile = 10_000.0
  /// How often a loop without literal bounds runs, how often a closure of `map` does, how often a function is
  /// called, and a closure of a training.
  private static let unknownLoop = 1_000.0
  private static let elements = 300.0
  private static let calls = 10.0
  private static let trainingSteps = 100_000.0

  private var runs = [1.0]
  private var found = false

  /// Whether the cell is worth optimising.
  static func isWorthwhile(_ items: [CodeBlockItemSyntax]) -> Bool {
    let weight = LoopWeight(viewMode: .sourceAccurate)
    for item in items where !weight.found { weight.walk(item) }
    return weight.found
  }

  private func enter(times: Double) -> SyntaxVisitorContinueKind {
    runs.append(runs[runs.count - 1] * times)
    return .visitChildren
  }

  private func leave() { runs.removeLast() }

  private func noteArithmetic() {
    if runs[runs.count - 1] >= Self.worthwhile { found = true }
  }

  // MARK: Loops

  override func visit(_ node: ForStmtSyntax) -> SyntaxVisitorContinueKind {
    enter(times: Self.count(of: node.sequence) ?? Self.unknownLoop)
  }
  override func visitPost(_ node: ForStmtSyntax) { leave() }

  override func visit(_ node: WhileStmtSyntax) -> SyntaxVisitorContinueKind { enter(times: Self.unknownLoop) }
  override func visitPost(_ node: WhileStmtSyntax) { leave() }

  override func visit(_ node: RepeatStmtSyntax) -> SyntaxVisitorContinueKind { enter(times: Self.unknownLoop) }
  override func visitPost(_ node: RepeatStmtSyntax) { leave() }

  /// The number of elements of a literal array or range.
  private static func count(of sequence: ExprSyntax) -> Double? {
    if let array = sequence.as(ArrayExprSyntax.self) { return Double(array.elements.count) }
    guard let words = sequence.as(SequenceExprSyntax.self).map({ Array($0.elements) }), words.count == 3,
      let first = number(words[0]), let last = number(words[2]),
      let name = words[1].as(BinaryOperatorExprSyntax.self)?.operator.text
    else { return nil }
    return ["..<": last - first, "...": last - first + 1][name]
  }

  private static func number(_ expression: ExprSyntax) -> Double? {
    expression.as(IntegerLiteralExprSyntax.self).flatMap { Double($0.literal.text.filter { $0 != "_" }) }
  }

  // MARK: Code that runs later

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind { enter(times: Self.calls) }
  override func visitPost(_ node: FunctionDeclSyntax) { leave() }

  override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind { enter(times: Self.calls) }
  override func visitPost(_ node: InitializerDeclSyntax) { leave() }

  override func visit(_ node: AccessorBlockSyntax) -> SyntaxVisitorContinueKind { enter(times: Self.calls) }
  override func visitPost(_ node: AccessorBlockSyntax) { leave() }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
    enter(times: Self.runs(of: node))
  }
  override func visitPost(_ node: ClosureExprSyntax) { leave() }

  private static let loopingCalls: Set<String> = [
    "allSatisfy", "compactMap", "concurrentPerform", "contains", "filter", "first", "flatMap", "forEach", "map", "max",
    "min", "reduce", "sort", "sorted",
  ]

  private static func runs(of closure: ClosureExprSyntax) -> Double {
    var node = Syntax(closure).parent
    if node?.is(LabeledExprSyntax.self) == true { node = node?.parent?.parent }
    guard let call = node?.as(FunctionCallExprSyntax.self) else { return calls }
    let name =
      call.calledExpression.as(MemberAccessExprSyntax.self)?.declName.baseName.text
      ?? call.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text ?? ""
    if ["train", "trained", "resumed"].contains(name) { return trainingSteps }
    guard loopingCalls.contains(name) else { return calls }
    return literalCount(behind: call.calledExpression) ?? elements
  }

  // MARK: Calls on long literal ranges

  /// From how many elements on the standard library's own loop over a literal range is worth the optimiser: code of
  /// generic types is slow until it is optimised.
  private static let longRange = 100_000.0

  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    let makesCollection =
      ["Array", "ContiguousArray", "Set"].contains(
        node.calledExpression.as(DeclReferenceExprSyntax.self)?.baseName.text)
    let count =
      makesCollection
      ? node.arguments.first.flatMap { Self.count(of: $0.expression) }
      : Self.literalCount(behind: node.calledExpression)
    if let count, count >= Self.longRange { found = true }
    return .visitChildren
  }

  /// The number of elements of `(0..<n)` in `(0..<n).lazy.map`.
  private static func literalCount(behind called: ExprSyntax) -> Double? {
    guard let base = called.as(MemberAccessExprSyntax.self)?.base else { return nil }
    if let tuple = base.as(TupleExprSyntax.self), tuple.elements.count == 1, let inner = tuple.elements.first {
      return count(of: inner.expression)
    }
    return literalCount(behind: base.as(FunctionCallExprSyntax.self)?.calledExpression ?? base)
  }

  // MARK: Loops for their own sake

  /// The optimiser removes a loop whose result nothing reads. In a scope that ends in `_ = x`, the loop is there to
  /// take time: to be watched, measured or interrupted.
  override func visit(_ node: CodeBlockItemListSyntax) -> SyntaxVisitorContinueKind {
    node.contains { Self.discardsVariable($0.item) } ? .skipChildren : .visitChildren
  }

  /// Whether a statement is `_ = x`.
  private static func discardsVariable(_ item: CodeBlockItemSyntax.Item) -> Bool {
    guard let words = Syntax(item).as(SequenceExprSyntax.self)?.elements, words.count == 3 else { return false }
    return words.first?.is(DiscardAssignmentExprSyntax.self) == true
      && words.last?.is(DeclReferenceExprSyntax.self) == true
  }

  // MARK: Arithmetic

  private static let operators: Set<String> = [
    "+", "-", "*", "/", "%", "+=", "-=", "*=", "/=", "%=", "&+", "&-", "&*", "&+=", "&-=", "&*=", "<<", ">>", "&", "|",
    "^", "^=", "|=", "&=",
  ]

  override func visit(_ node: BinaryOperatorExprSyntax) -> SyntaxVisitorContinueKind {
    if Self.operators.contains(node.operator.text) { noteArithmetic() }
    return .visitChildren
  }

  override func visit(_ node: SubscriptCallExprSyntax) -> SyntaxVisitorContinueKind {
    noteArithmetic()
    return .visitChildren
  }
}
