extension CompileFailure {
  /// The members that Swift writes only where a type is declared, and misses: by the type's name.
  var missingMembers: [String: Set<String>] {
    let pattern = #/outside of file declaring .*\w+ '(\w+)' prevents automatic synthesis of '(.+)' for protocol/#
    return errors.reduce(into: [:]) { found, error in
      guard let match = error.message.firstMatch(of: pattern) else { return }
      found[String(match.1), default: []].insert(String(match.2))
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
  fileprivate func writing(_ missing: [String: Set<String>], of shapes: [String: TypeShape]) -> CellSource? {
    var insertions: [Insertion] = []
    for (name, requirements) in missing {
      guard let shape = shapes[name], let text = SynthesizedMembers(shape: shape).text(for: requirements),
        let place = declarations.first(where: { $0.name == name && $0.makesConform })?.bodyStart
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
