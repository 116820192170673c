internal import SuperposeCells

/// Cells that could not be compiled because they name what no cell had declared yet.
///
/// Two types may need one another, as in a file: `class Home { var owner: Person? }` in one cell and
/// `class Person { var home: Home? }` in the next. Only one module can hold both. So a cell that only declares is
/// kept when it fails for a missing name, and compiled again as part of the cell that declares the name.
struct WaitingCells: Sendable {
  struct Cell: Sendable {
    var addition: CellSource.Addition
    var cellID: String?
    /// What it declares.
    var names: Set<String>
    /// What it names and no cell had declared.
    var missing: Set<String>
    /// The front end's name of the cell of which it is a part now: it is part of that cell's next run too.
    var host: String?

    /// `Person of cell [1] is declared now too.`
    var sentence: String {
      "\(names.sorted().joined(separator: ", ")) of \(addition.label.lowercased()) "
        + "\(names.count == 1 ? "is" : "are") declared now too."
    }
  }

  private(set) var cells: [Cell] = []
  /// Text of so many cells is kept at most.
  private static let limit = 32

  /// Keeps a cell that was refused, if all that it lacks may yet be declared.
  ///
  /// - Returns: Whether it is kept.
  @discardableResult
  mutating func keep(_ unit: CellUnit, cellID: String?, refused: CompileFailure) -> Bool {
    let source = unit.source
    let missing = Set(
      refused.errors.compactMap(\.missingName).filter { $0.kind == .global || $0.kind == .type }.map(\.name))
    guard source.onlyDeclares, source.variables.isEmpty, !source.declares(anyOf: missing), !missing.isEmpty else {
      return false
    }
    cells.append(
      Cell(
        addition: CellSource.Addition(label: unit.label, text: source.text), cellID: cellID,
        names: source.namesOfDeclarations, missing: missing))
    if cells.count > Self.limit { cells.removeFirst() }
    return true
  }

  /// Drops what a new run of a cell, or another cell's declarations, stand in place of.
  mutating func drop(replacedBy source: CellSource, cellID: String?) {
    cells.removeAll { waiting in
      (cellID != nil && waiting.cellID == cellID)
        || (source.declares(anyOf: waiting.names) && (waiting.host == nil || waiting.host != cellID))
    }
  }

  /// The cells that `source` completes: all that they lack is declared by it, by one another or by older cells.
  func completed(by source: CellSource, cellID: String?, declared: Set<String>) -> [Cell] {
    guard source.declares else { return [] }
    var found = cells.filter { $0.host == nil || $0.host == cellID }
    while true {
      let known = found.reduce(into: declared.union(source.namesOfDeclarations)) { $0.formUnion($1.names) }
      let rest = found.filter { $0.missing.isSubset(of: known) }
      if rest.count == found.count { break }
      found = rest
    }
    // Without a link to this cell they would have been compiled before.
    return found.contains { source.declares(anyOf: $0.missing) } ? found : []
  }

  /// Drops cells that cannot be compiled with what they lacked either.
  mutating func drop(_ refused: [Cell]) {
    let labels = Set(refused.map(\.addition.label))
    cells.removeAll { labels.contains($0.addition.label) }
  }

  /// Notes that cells are part of another cell's module now.
  mutating func join(_ joined: [Cell], to cellID: String?) {
    let labels = Set(joined.map(\.addition.label))
    for index in cells.indices where labels.contains(cells[index].addition.label) { cells[index].host = cellID }
    // Without a name of the front end's, nobody knows the cell's next run.
    if cellID == nil { cells.removeAll { labels.contains($0.addition.label) } }
  }
}

extension CellSource {
  /// Names of everything that it declares, extended types left out.
  fileprivate var namesOfDeclarations: Set<String> { Set(declaredNames + variables) }

  fileprivate func declares(anyOf names: Set<String>) -> Bool { !namesOfDeclarations.isDisjoint(with: names) }
}
