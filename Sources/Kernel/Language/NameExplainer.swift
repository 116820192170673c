/// Finds the meaning of a name, also in incomplete code.
struct NameExplainer {
  let client: LanguageClient
  let context: CellContext
  /// The deadline.
  let moment: ContinuousClock.Instant

  /// The maximum number of overloads to show, and of candidates to ask about.
  private static let overloads = 3
  private static let attempts = 5

  init(client: LanguageClient, context: CellContext, until moment: ContinuousClock.Instant) {
    self.client = client
    self.context = context
    self.moment = moment
  }

  /// The meanings of `name`, which starts at `place` (UTF-8 bytes) of `source`, the most likely first:
  /// those that fit the arguments, and of these the ones with the fewest; `nil` if there is none.
  ///
  /// The compiler cannot resolve a call without its arguments, and a name without labels may be
  /// ambiguous. Then this inserts the completions of the name, with labels or placeholders, and
  /// asks for each of them. If that fails, the completion's description is the answer.
  ///
  /// - Parameter call: The call of `name` that the cursor is in, if it is in one.
  func explain(
    _ name: String, in call: OpenCall?, at place: Int, of source: PhysicalSource
  ) async -> Meanings? {
    let label = call?.labels.first ?? nil
    let first = await ask(at: place, in: source)
    let isCalled = source.text.utf8.dropFirst(place + name.utf8.count).first == UInt8(ascii: "(")
    if let first, call == nil, isCalled || !first.isFunction { return Meanings(first) }
    if let first, first.isType {
      let opening = place + name.utf8.count + 1
      let found = await initialisers(of: name, in: first.moduleName, label: label, at: place, opening: opening, source)
      return Meanings(first, initialisers: found)
    }
    var candidates = await candidates(for: name, at: place, in: source)
    if let label { candidates.removeAll { !$0.name.hasPrefix("\(name)(\(label):") } }
    if label == nil, let call, call.labels.count > 1 {
      candidates.removeAll { !$0.name.hasPrefix("\(name)(:") }
    }
    var found = Meanings(call == nil ? nil : first.flatMap { $0.begins(name, label) ? $0 : nil })
    for reference in candidates.prefix(Self.attempts).flatMap(\.references) {
      guard found.all.count < Self.overloads else { break }
      let whole = source.cut(at: place, ending: reference)
      if let answer = await ask(at: place, in: whole) { found.add(answer) }
    }
    if found.all.isEmpty { found = Meanings(first ?? candidates.first.map(CursorAnswer.init)) }
    return found.all.isEmpty ? nil : found
  }

  /// The initialisers of the type `name`, which take a first argument with `label` if it is not `nil`: those of
  /// the type's own `module` before those of extensions elsewhere.
  private func initialisers(
    of name: String, in module: String?, label: String?, at place: Int, opening: Int, _ source: PhysicalSource
  ) async -> [CursorAnswer] {
    let request = CompletionRequest(
      source.cut(at: opening, ending: ""), offset: opening, prefix: "", wantsLibrary: true, context)
    let answer: CompletionAnswer? = await client.ask(
      request.open, after: [request.close], until: moment)
    let all = (answer?.candidates ?? []).filter { $0.isInitialiser && !$0.isOfDecodable }
    let fitting = all.filter { label == nil || $0.labels.first == label }
      .sorted {
        ($0.moduleName == module ? 0 : 1, $0.sourceText.utf8.count)
          < ($1.moduleName == module ? 0 : 1, $1.sourceText.utf8.count)
      }
    var found = Meanings(nil)
    for candidate in fitting.prefix(Self.attempts) where found.all.count < Self.overloads {
      let whole = source.cut(at: place, ending: "\(name)(\(candidate.filledArguments))")
      for initialiser in await ask(at: place, in: whole)?.others ?? [] { found.add(initialiser) }
    }
    return found.all
  }

  private func ask(at place: Int, in source: PhysicalSource) async -> CursorAnswer? {
    let request = CursorRequest(source, offset: place, context)
    let answer: CursorAnswer? = await client.ask(
      before: [request.open], request.ask, after: [request.close], until: moment)
    return answer?.annotatedDeclaration == nil ? nil : answer
  }

  /// The completions at `place` with the base name `name`, those with the fewest parameters first.
  private func candidates(
    for name: String, at place: Int, in source: PhysicalSource
  ) async -> [CompletionCandidate] {
    let request = CompletionRequest(source, offset: place, prefix: name, context)
    let answer: CompletionAnswer? = await client.ask(
      request.open, after: [request.close], until: moment)
    let named = answer?.candidates.filter { $0.baseName == name && $0.kind.contains(".decl.") }
    return (named ?? []).sorted { $0.sourceText.utf8.count < $1.sourceText.utf8.count }
  }
}

/// What a name may mean: a type with initialisers, or overloads of a function.
struct Meanings {
  /// Each declaration once.
  private(set) var all: [CursorAnswer]
  /// The type whose initialisers ``all`` are.
  private(set) var type: CursorAnswer?

  init(_ answer: CursorAnswer?) { all = answer.map { [$0] } ?? [] }

  /// A type without known initialisers means itself.
  init(_ type: CursorAnswer, initialisers: [CursorAnswer]) {
    all = initialisers.isEmpty ? [type] : initialisers
    self.type = initialisers.isEmpty ? nil : type
  }

  mutating func add(_ answer: CursorAnswer) {
    if !all.contains(where: { $0.annotatedDeclaration == answer.annotatedDeclaration }) { all.append(answer) }
  }
}

extension CursorAnswer {
  /// Whether the function `base` is called with `label` first; any label fits if it is `nil`.
  fileprivate func begins(_ base: String, _ label: String?) -> Bool {
    guard let label, let name, name.contains("(") else { return true }
    return name.hasPrefix("\(base)(\(label):")
  }

  /// The description from completion, if there is no better one.
  fileprivate init(_ candidate: CompletionCandidate) {
    name = candidate.name
    moduleName = candidate.moduleName
    annotatedDeclaration = (candidate.baseName + candidate.signature)
      .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    documentation = candidate.summary
    others = nil
    kind = candidate.kind
  }
}
