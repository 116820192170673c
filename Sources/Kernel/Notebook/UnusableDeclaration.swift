internal import SuperposeCells

/// A declaration that later cells must not use, and why: one of a failed cell, or an older variable whose name a cell has
/// bound for itself.
struct UnusableDeclaration: Sendable {
  let declaration: CellDeclaration
  /// What follows `'name' is unavailable: `.
  let reason: String
}

extension ChainLink {
  /// The variables that the failed cell never initialised, and what would read them: functions, types
  /// and closures of the same cell.
  ///
  /// - Parameter line: The line at which the cell stopped, where that is known.
  func unusableDeclarations(stoppedAt line: Int?) -> [UnusableDeclaration] {
    let place = line.map { " at line \($0)" } ?? ""
    let cause = "never initialised: \(title) stopped\(place)"
    let unreached = Set(unreachedVariables)
    guard !unreached.isEmpty else { return [] }
    var unusable = source.declarations.filter { unreached.contains($0.name) && $0.isStored }
      .map { UnusableDeclaration(declaration: $0, reason: cause) }
    var names = unreached
    while let (next, name) = nextUser(of: names) {
      names.insert(next.name)
      unusable.append(UnusableDeclaration(declaration: next, reason: "it uses \(name), \(cause)"))
    }
    return unusable
  }

  /// The older variables whose names a `guard` of the cell has bound in such a way that later cells cannot see them.
  ///
  /// - Parameter older: The cells before it.
  func confinedDeclarations(after older: Chain) -> [UnusableDeclaration] {
    source.confined.sorted { $0.key < $1.key }.compactMap { name, word in
      let declaration = older.live.last { $0.usableVariables.contains(name) }?.declarations.last { $0.name == name }
      return declaration.map {
        UnusableDeclaration(
          declaration: $0,
          reason: "a top-level `\(word.rawValue)` of \(title) has bound this name, and it is visible only there")
      }
    }
  }

  private func nextUser(of names: Set<String>) -> (CellDeclaration, name: String)? {
    for declaration in source.declarations where declaration.holdsCode && !names.contains(declaration.name) {
      if case .extension = declaration.kind { continue }
      if let name = declaration.uses.intersection(names).min() { return (declaration, name) }
    }
    return nil
  }
}
