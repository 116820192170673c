internal import SuperposeCells
internal import SuperposeEvaluation

/// What a cell is compiled with, and without, for the sake of other cells.
extension NotebookEvaluator {
  /// Compiles a cell: without the types that its last run declared alike, or with the cells that have waited for
  /// what it declares, where that is possible.
  func buildCell(_ unit: CellUnit, _ submission: Submission) async throws -> CellBuilder.Built {
    let cellID = submission.cellID
    waiting.drop(replacedBy: unit.source, cellID: cellID)
    if let built = try await buildKeepingTypes(unit, submission) { return built }
    if let built = try await buildWithWaiting(unit, submission) { return built }
    return try await build(unit, cellID: cellID) { waiting.keep(unit, cellID: cellID, refused: $0) }
  }

  /// - Returns: `nil` when all types have changed, or the cell cannot be compiled without declaring them again:
  ///   some conformances are written by the compiler only beside the type.
  private func buildKeepingTypes(_ unit: CellUnit, _ submission: Submission) async throws -> CellBuilder.Built? {
    let cellID = submission.cellID
    let types = chain.unchangedTypes(in: unit.source, cellID: cellID, isOptimised: unit.isOptimised)
    guard !types.isEmpty else { return nil }
    let own = unit.source
    let source = try await CellSource.bounded(own.text) { own.leavingOut(types) }
    let rest = chain.nextUnit(unit.name, label: unit.label, source: source, isOptimised: unit.isOptimised)
    guard let built = try? await build(rest, cellID: cellID) else {
      try checkInterrupt()
      return nil
    }
    chain.keep(types)
    return built
  }

  /// - Returns: `nil` when no cell waits for this one, or those that do cannot be compiled with it either.
  private func buildWithWaiting(_ unit: CellUnit, _ submission: Submission) async throws -> CellBuilder.Built? {
    let declared = Set(chain.variables + chain.declarations)
    let joined = waiting.completed(by: unit.source, cellID: submission.cellID, declared: declared)
    guard !joined.isEmpty else { return nil }
    let own = unit.source
    let source = try await CellSource.bounded(own.text) { own.adding(joined.map(\.addition)) }
    var whole = chain.nextUnit(unit.name, label: unit.label, source: source, isOptimised: unit.isOptimised)
    whole.replacements = unit.replacements
    guard let built = try? await build(whole, cellID: submission.cellID) else {
      try checkInterrupt()
      return nil
    }
    tellJoined(joined, submission)
    waiting.join(joined, to: submission.cellID)
    return built
  }

  /// Says what is declared now, the first time.
  private func tellJoined(_ joined: [WaitingCells.Cell], _ submission: Submission) {
    let sentences = joined.filter { $0.host == nil }.map { cell in
      let names = cell.names.sorted().joined(separator: ", ")
      return "\(names) of \(cell.addition.label.lowercased()) \(cell.names.count == 1 ? "is" : "are") declared now too."
    }
    guard !sentences.isEmpty else { return }
    show(.display(.text(sentences.joined(separator: "\n")), displayID: nil), submission)
  }
}
