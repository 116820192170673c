public import SuperposeEvaluation

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

    let source = PhysicalSource(code, in: context, magics: magics)
    let request = CompletionRequest(
      source, offset: source.byteOffset(of: range.lowerBound), prefix: prefix,
      wantsLibrary: cursor.isBehindDot || cursor.isBehindImport, context)
    let answer: CompletionAnswer? = await ask(
      request.open, after: [request.close], until: lastMoment)
    guard let answer else { return nothing }
    let startsAtDot =
      cursor.isDirectlyBehindDot && answer.candidates.contains(where: \.isOptionalChain)
    let next = cursor.scalars[cursor.position...].first
    let place = CompletionRanking.Place(
      isBeforeParenthesis: next == "(", isImplicitMember: cursor.isImplicitMember,
      isAtArgument: cursor.isAtArgument, isBehindImport: cursor.isBehindImport)
    let ranking = CompletionRanking(
      context: context, prefix: prefix, place: place, startsAtDot: startsAtDot)
    return Completions(
      items: ranking.items(from: answer.candidates),
      range: (range.lowerBound - (startsAtDot ? 1 : 0))..<range.upperBound)
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
