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
  /// - Returns: `nil` for a declaration that is none, or that binds several names at once.
  init?(_ variable: VariableDeclSyntax, attributes: String, throwing: Set<String>) {
    guard let word = variable.modifiers.first(where: { $0.name.text == "async" }), !variable.hasError else {
      return nil
    }
    var values: [String: Range<Int>] = [:]
    for binding in variable.bindings {
      guard let name = binding.pattern.as(IdentifierPatternSyntax.self)?.identifier.text,
        let value = binding.initializer?.value
      else { return nil }
      values[name] = value.bytes
      let isThrowing = throwing.contains(name)
      let type = binding.typeAnnotation?.type.trimmedDescription
      let signature = type.map { "() async \(isThrowing ? "throws " : "")-> \($0) in " } ?? ""
      insertions.append(.init(offset: value.bytes.lowerBound, text: "Task.detached { \(signature)"))
      insertions += Self.effects(of: value, isThrowing: isThrowing)
      insertions.append(.init(offset: value.bytes.upperBound, text: " }"))
      if let annotation = binding.typeAnnotation { blanks.append(annotation.bytes) }
    }
    blanks.append(word.bytes)
    insertions.append(.init(offset: variable.bindingSpecifier.bytes.lowerBound, text: attributes))
    names = variable.bindings.compactMap { $0.pattern.as(IdentifierPatternSyntax.self)?.identifier.text }
    self.values = values
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

extension CellSource {
  /// The same cell with the values of child tasks of older cells where it mentions these.
  func reading(tasks: Set<String>) -> CellSource {
    let own = Set(declarations.filter(\.hasOwnName).map(\.name))
    let names = tasks.subtracting(own)
    let values = mentions.filter { names.contains($0.name) && !$0.isBound }.map {
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
