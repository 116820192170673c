internal import SuperposeCells
internal import SuperposeEvaluation

/// Cells that need one another's declarations.
extension NotebookEvaluator {
  /// Compiles a cell, and with it the cells that have waited for what it declares.
  func buildCell(_ unit: CellUnit, _ submission: Submission) async throws -> CellBuilder.Built {
    let cellID = submission.cellID
    waiting.drop(replacedBy: unit.source, cellID: cellID)
    if let built = try await buildWithWaiting(unit, submission) { return built }
    return try await build(unit, cellID: cellID) { waiting.keep(unit, cellID: cellID, refused: $0) }
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
