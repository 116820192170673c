internal import SwiftSyntax

/// A top-level `async let`, whose value later cells can await.
///
/// The compiler does not let another module read one. So each becomes a task of its own, `let x = Task.detached { await f() }`,
/// and where the name is read, its value is: `await x.value`.
struct ChildTasks {
  let names: [String]
  private(set) var insertions: [CellSource.Insertion] = []
  /// The word `async`, and types that have moved into closures.
  private(set) var blanks: [Range<Int>] = []
  /// What each name is computed from.
  let values: [String: Range<Int>]

  /// - Parameters:
  ///   - attributes: What stands before `let`.
  ///   - throwing: The names whose tasks throw.
  /// - Returns: `nil` for a declaration that is none, or that binds more than three names at once.
  init?(_ variable: VariableDeclSyntax, attributes: String, throwing: Set<String>) {
    guard let word = variable.modifiers.first(where: { $0.name.text == "async" }), !variable.hasError else {
      return nil
    }
    var values: [String: Range<Int>] = [:]
    for binding in variable.bindings {
      guard let names = Self.names(in: binding.pattern), let value = binding.initializer?.value else { return nil }
      for name in names { values[name] = value.bytes }
      let attempt = value.as(TryExprSyntax.self)
      let isThrowing = !throwing.isDisjoint(with: names) || attempt.map { $0.questionOrExclamationMark == nil } ?? false
      let (start, end) = binding.pattern.is(TuplePatternSyntax.self) ? ("__childTasks(", ")") : ("", "")
      let type = binding.typeAnnotation?.type.trimmedDescription
      let signature = type.map { "() async \(isThrowing ? "throws " : "")-> \($0) in " } ?? ""
      insertions.append(.init(offset: value.bytes.lowerBound, text: "\(start)Task.detached { \(signature)"))
      insertions += Self.effects(of: value, isThrowing: isThrowing)
      insertions.append(.init(offset: value.bytes.upperBound, text: " }\(end)"))
      if let annotation = binding.typeAnnotation { blanks.append(annotation.bytes) }
    }
    blanks.append(word.bytes)
    insertions.append(.init(offset: variable.bindingSpecifier.bytes.lowerBound, text: attributes))
    names = variable.bindings.flatMap { Self.names(in: $0.pattern) ?? [] }
    self.values = values
  }

  /// The names of a pattern; `nil` for one with too many names, or with patterns in patterns.
  private static func names(in pattern: PatternSyntax) -> [String]? {
    if let name = pattern.as(IdentifierPatternSyntax.self) { return [name.identifier.text] }
    guard let tuple = pattern.as(TuplePatternSyntax.self), (2...3).contains(tuple.elements.count),
      tuple.elements.allSatisfy({ $0.label == nil && ($0.pattern.isName || $0.pattern.is(WildcardPatternSyntax.self)) })
    else { return nil }
    return tuple.elements.compactMap { $0.pattern.as(IdentifierPatternSyntax.self)?.identifier.text }
  }

  /// The marks that an `async let` does not need: `try` and `await`, in this order.
  private static func effects(of value: ExprSyntax, isThrowing: Bool) -> [CellSource.Insertion] {
    if let attempt = value.as(TryExprSyntax.self) {
      let inner = attempt.expression
      return inner.is(AwaitExprSyntax.self) ? [] : [.init(offset: inner.bytes.lowerBound, text: "await ")]
    }
    let waits = value.is(AwaitExprSyntax.self)
    return [.init(offset: value.bytes.lowerBound, text: (isThrowing ? "try " : "") + (waits ? "" : "await "))]
  }
}

extension PatternSyntax {
  fileprivate var isName: Bool { self.is(IdentifierPatternSyntax.self) }
}

extension CellSource {
  /// The same cell with the values of child tasks of older cells where it mentions these.
  func reading(tasks: Set<String>) -> CellSource {
    let own = Set(declarations.filter(\.hasOwnName).map(\.name))
    let names = tasks.subtracting(own)
    let values = mentions.filter { names.contains($0.name) && $0.isOutside && !$0.isShorthand }.map {
      Insertion(offset: $0.range.upperBound, text: ".value")
    }
    return inserting(values.filter { !dependentInsertions.contains($0) }, hasMembers: false)
  }
}

extension CompileFailure {
  /// The child tasks of a cell that throw, as far as the compiler has said so.
  func throwingTasks(of source: CellSource) -> Set<String> {
    let places = errors.filter { $0.message.contains("can throw") }.map {
      source.offset(line: $0.line, column: $0.column)
    }
    return Set(source.childTasks.filter { task in places.contains { task.value.contains($0) } }.keys)
      .subtracting(source.throwingTasks)
  }
}
