extension CompileFailure {
  /// The members that Swift writes only where a type is declared, and misses, each with the error that says so.
  fileprivate var missingMembers: [(member: String, error: Diagnostic)] {
    errors.compactMap { error in
      error.message.firstMatch(of: #/outside of file declaring .+ prevents automatic synthesis of '(.+)' for protocol/#)
        .map { (String($0.1), error) }
    }
  }
}

extension CellUnit {
  /// The same cell with the members that Swift writes only where a type is declared; `nil` when none are missing, or
  /// one cannot be written.
  func writingMembers(missingIn failure: CompileFailure) -> CellUnit? {
    let missing = failure.missingMembers
    guard !source.hasWrittenMembers, !missing.isEmpty, let written = source.writing(missing, of: sight.shapes)
    else { return nil }
    var copy = self
    copy.source = written
    return copy
  }
}

extension CellSource {
  /// The same cell with these members in its extensions of types of older cells.
  ///
  /// - Returns: `nil` when a member cannot be written.
  fileprivate func writing(
    _ missing: [(member: String, error: Diagnostic)], of shapes: [String: TypeShape]
  ) -> CellSource? {
    var members: [Int: Set<String>] = [:]
    for (member, error) in missing {
      let place = offset(line: error.line, column: error.column)
      guard let index = declarations.firstIndex(where: { $0.makesConform && $0.range.contains(place) }) else {
        return nil
      }
      members[index, default: []].insert(member)
    }
    var insertions: [Insertion] = []
    for (index, members) in members {
      guard let shape = shapes[declarations[index].name], let place = declarations[index].bodyStart,
        let text = SynthesizedMembers(shape: shape).text(for: members)
      else { return nil }
      insertions.append(Insertion(offset: place, text: " \(text); "))
    }
    return inserting(insertions, hasMembers: true)
  }
}

extension CellDeclaration {
  fileprivate var makesConform: Bool {
    if case .extension(let conformances) = kind { !conformances.isEmpty } else { false }
  }
}
