public import SuperposeEvaluation
import SuperposeReading

extension LanguageClient {
  /// The completions at `position`, an offset into `code` in Unicode scalars.
  public func completions(
    of code: String, at position: Int, in context: CellContext
  ) async -> Completions {
    let cursor = Cursor(in: code, at: position)
    if let magics = magicCompletions(at: cursor) { return magics }
    let range = cursor.nameBefore
    let prefix = cursor.text(in: range)
    let nothing = Completions(items: [], range: cursor.position..<cursor.position)
    guard prefix.first?.isNumber != true else { return nothing }

    let typed = Typed(
      source: PhysicalSource(code, in: context, magics: magics), cursor: cursor, context: context,
      moment: lastMoment)
    guard let candidates = await candidates(for: typed) else { return nothing }
    let startsAtDot = cursor.isDirectlyBehindDot && candidates.contains(where: \.isOptionalChain)
    let next = cursor.scalars[cursor.position...].first
    let place = CompletionRanking.Place(
      isBeforeParenthesis: next == "(", isImplicitMember: cursor.isImplicitMember,
      isAtArgument: cursor.isAtArgument, isBehindImport: cursor.isBehindImport, expected: await expectation(for: typed))
    let ranking = CompletionRanking(
      context: context, prefix: prefix, place: place, startsAtDot: startsAtDot)
    return Completions(
      items: ranking.items(from: candidates),
      range: (range.lowerBound - (startsAtDot ? 1 : 0))..<range.upperBound)
  }

  /// A name that is being typed.
  private struct Typed {
    let source: PhysicalSource
    let cursor: Cursor
    let context: CellContext
    /// The deadline.
    let moment: ContinuousClock.Instant

    /// The start of the name, in UTF-8 bytes.
    var offset: Int { source.byteOffset(of: cursor.nameBefore.lowerBound) }
  }

  private func candidates(for typed: Typed) async -> [CompletionCandidate]? {
    let found = await candidates(for: typed, in: typed.source)
    guard found?.isEmpty == true, cursorIsBehindBackslash(typed.cursor) else { return found }
    // The compiler finds no interpolation in a string literal that is not closed.
    let before = typed.source.cut(at: typed.offset, ending: "")
    let closing = try? await SourceReading.read(before.text, within: Self.readingLimit) {
      OpenLiterals.closing(of: before.text)
    }
    guard let closing, !closing.isEmpty else { return found }
    return await candidates(for: typed, in: typed.source.cut(at: typed.offset, ending: closing))
  }

  private func candidates(
    for typed: Typed, in source: PhysicalSource
  ) async -> [CompletionCandidate]? {
    let cursor = typed.cursor
    let request = CompletionRequest(
      source, offset: typed.offset, prefix: cursor.text(in: cursor.nameBefore),
      wantsLibrary: cursor.isBehindDot || cursor.isBehindImport, typed.context)
    let answer: CompletionAnswer? = await ask(
      request.open, after: [request.close], until: typed.moment)
    return answer?.candidates
  }

  private func cursorIsBehindBackslash(_ cursor: Cursor) -> Bool {
    cursor.scalars[..<cursor.position].contains("\\")
  }

  /// What the call that the cursor is in takes there.
  private func expectation(for typed: Typed) async -> CompletionRanking.Expectation {
    guard typed.cursor.isAtArgument, let call = typed.cursor.call else { return .init() }
    let start = typed.source.byteOffset(of: call.name.upperBound + 1)
    let request = CompletionRequest(
      typed.source.cut(at: start, ending: ""), offset: start, prefix: "", typed.context)
    let answer: CompletionAnswer? = await ask(
      request.open, after: [request.close], until: typed.moment)
    let calls = (answer?.candidates ?? []).filter { $0.kind.contains(".function.") }
    return CompletionRanking.Expectation(of: calls, at: call)
  }

  /// The magics that start with the text of the line, if it starts like one.
  private func magicCompletions(at cursor: Cursor) -> Completions? {
    let word = cursor.lineBefore.drop(while: \.isHorizontalSpace)
    guard word.hasPrefix("%"), word.dropFirst(2).allSatisfy(\.isLetter) else { return nil }
    let items = magics.filter { $0.name.hasPrefix(word) }.map {
      Completions.Item(text: $0.name, type: "magic", signature: $0.summary)
    }
    let start = cursor.position - word.unicodeScalars.count
    return Completions(items: items, range: start..<cursor.position)
  }
}
