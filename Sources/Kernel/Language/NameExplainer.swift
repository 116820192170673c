/// Finds the meaning of a name, also in incomplete code.
struct NameExplainer {
  let client: LanguageClient
  let context: CellContext
  /// The deadline.
  let moment: ContinuousClock.Instant

  /// The maximum number of overloads to look up.
  private static let overloads = 3

  init(client: LanguageClient, context: CellContext, until moment: ContinuousClock.Instant) {
    self.client = client
    self.context = context
    self.moment = moment
  }

  /// The meaning of `name`, which starts at `place` (UTF-8 bytes), in `source`.
  ///
  /// The compiler cannot resolve a call without its arguments, and a name without labels may be
  /// ambiguous. Then this inserts the completions of the name, with labels or placeholders, and
  /// asks for each of them. If that fails, the completion's description is the answer.
  ///
  /// - Parameter label: The label of the first argument, if known.
  func explain(
    _ name: String, label: String?, at place: Int, in source: PhysicalSource
  ) async -> CursorAnswer? {
    let beginning = label.map { "\(name)(\($0):" }
    let first = await ask(at: place, in: source)
    if let first, first.begins(with: beginning) { return first }
    var candidates = await candidates(for: name, at: place, in: source)
    if let beginning { candidates.removeAll { !$0.name.hasPrefix(beginning) } }
    for reference in candidates.prefix(Self.overloads).flatMap(\.references) {
      let whole = source.cut(at: place, ending: reference)
      if let answer = await ask(at: place, in: whole) { return answer }
    }
    return first ?? candidates.first.map(CursorAnswer.init)
  }

  private func ask(at place: Int, in source: PhysicalSource) async -> CursorAnswer? {
    let request = CursorRequest(source, offset: place, context)
    let answer: CursorAnswer? = await client.ask(
      before: [request.open], request.ask, after: [request.close], until: moment)
    return answer?.annotatedDeclaration == nil ? nil : answer
  }

  /// The completions at `place` with the base name `name`, those with the most parameters first.
  private func candidates(
    for name: String, at place: Int, in source: PhysicalSource
  ) async -> [CompletionCandidate] {
    let request = CompletionRequest(source, offset: place, prefix: name, context)
    let answer: CompletionAnswer? = await client.ask(
      request.open, after: [request.close], until: moment)
    let named = answer?.candidates.filter { $0.baseName == name && $0.kind.contains(".decl.") }
    return (named ?? []).sorted { $0.sourceText.utf8.count > $1.sourceText.utf8.count }
  }
}

extension CursorAnswer {
  /// Whether the name begins so. A type's does not say, but its initialisers are ``others``.
  fileprivate func begins(with beginning: String?) -> Bool {
    guard let beginning, let name, name.contains("(") else { return true }
    return name.hasPrefix(beginning)
  }

  /// The description from completion, if there is no better one.
  fileprivate init(_ candidate: CompletionCandidate) {
    name = candidate.name
    moduleName = candidate.moduleName
    annotatedDeclaration = (candidate.baseName + candidate.signature)
      .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    documentation = candidate.summary
    others = nil
  }
}
