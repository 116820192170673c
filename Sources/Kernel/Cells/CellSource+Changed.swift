/// Changed copies of a cell that was read.
extension CellSource {
  /// The same cell with nothing shown for its last expression.
  public func withoutValue() -> CellSource { changed(showsValue: false) }

  /// The same cell with its statements on the main actor. Swift 5 does that only for cells that wait.
  func isolated() -> CellSource { changed(isIsolated: true) }

  /// The same cell, of whose classes the private members stay private.
  func keepingClassesPrivate() -> CellSource { changed(keepsClassesPrivate: true) }

  /// The same cell, whose `async let`s of these names throw.
  func throwing(tasks: Set<String>) -> CellSource { changed(throwingTasks: throwingTasks.union(tasks)) }

  /// The same cell, whose `guard` statements may shadow variables of older cells.
  ///
  /// - Parameter modules: Those of the variables, by their names.
  package func shadowing(_ modules: [String: String]) -> CellSource { changed(shadowedModules: modules) }

  /// The same cell with earlier cells' declarations as part of it.
  package func adding(_ additions: [Addition]) -> CellSource { changed(additions: additions) }

  /// The same cell with insertions that depend on older cells.
  ///
  /// - Parameter hasMembers: Whether members of conformances are among them.
  func inserting(_ more: [Insertion], hasMembers: Bool) -> CellSource {
    var copy = self
    copy.dependentInsertions += more
    // They belong to the user's words; what is behind these already stands behind them, too.
    copy.insertions = (more + insertions).sorted { $0.offset < $1.offset }
    copy.hasWrittenMembers = hasWrittenMembers || hasMembers
    return copy
  }

  /// The same cell without what was inserted because of older cells.
  package func withoutDependentInsertions() -> CellSource {
    var copy = self
    for insertion in dependentInsertions {
      if let index = copy.insertions.firstIndex(of: insertion) { copy.insertions.remove(at: index) }
    }
    copy.dependentInsertions = []
    copy.hasWrittenMembers = false
    return copy
  }

  /// The same cell with the names of its tables' columns.
  func namingColumns() -> CellSource { inserting(columnNames, hasMembers: false) }

  /// The same cell without some of its declarations; all others stay where they are.
  package func leavingOut(_ declarations: [CellDeclaration]) -> CellSource {
    changed(text: String(decoding: blanked(declarations.map(\.range)).prefix(ownEnd), as: UTF8.self))
  }

  private func changed(
    text: String? = nil, showsValue: Bool? = nil, isIsolated: Bool? = nil, keepsClassesPrivate: Bool? = nil,
    throwingTasks: Set<String>? = nil, shadowedModules: [String: String]? = nil, additions: [Addition]? = nil
  ) -> CellSource {
    let copy = CellSource(
      text ?? ownText, languageMode: languageMode, showsValue: showsValue ?? self.showsValue,
      isIsolated: isIsolated ?? self.isIsolated, keepsClassesPrivate: keepsClassesPrivate ?? self.keepsClassesPrivate,
      throwingTasks: throwingTasks ?? self.throwingTasks,
      shadowedModules: shadowedModules ?? self.shadowedModules, additions: additions ?? self.additions)
    // They are made when a cell is compiled, after declarations were left out.
    return text == nil ? copy.inserting(dependentInsertions, hasMembers: hasWrittenMembers) : copy
  }

  var ownText: String { String(decoding: text.utf8.prefix(ownEnd), as: UTF8.self) }
}
