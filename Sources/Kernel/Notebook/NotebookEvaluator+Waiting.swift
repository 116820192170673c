internal import SuperposeCells
internal import SuperposeEvaluation

/// What a cell is compiled with, and without, for the sake of other cells.
extension NotebookEvaluator {
  /// Compiles a cell: without the types that its last run declared alike, or with the cells that have waited for
  /// what it declares, where that is possible.
  func buildCell(
    _ source: CellSource, label: String, isOptimised: Bool, _ submission: Submission
  ) async throws -> CellBuilder.Built {
    let cellID = submission.cellID
    waiting.drop(replacedBy: source, cellID: cellID)
    // Every attempt has a module name of its own: nothing of one that failed is in the way of the next.
    func unit(_ source: CellSource) -> CellUnit {
      chain.nextUnit(
        chain.freshName(submission.executionCount), label: label, source: source, isOptimised: isOptimised)
    }

    let types = chain.unchangedTypes(in: source, cellID: cellID, isOptimised: isOptimised)
    if !types.isEmpty {
      let rest = try await CellSource.bounded(source.text) { source.leavingOut(types) }
      // Some conformances are written by the compiler only beside the type: then all is declared again.
      if case .success(let built) = try await attempt(unit(rest), cellID) {
        chain.keep(types)
        return built
      }
    }

    let declared = Set(chain.variables + chain.declarations)
    let joined = waiting.completed(by: source, cellID: cellID, declared: declared)
    guard !joined.isEmpty else { return try await buildAlone(unit(source), cellID) }
    let whole = try await CellSource.bounded(source.text) { source.adding(joined.map(\.addition)) }
    switch try await attempt(unit(whole), cellID) {
    case .success(let built):
      tell(joined.filter { $0.host == nil }.map(\.sentence), submission)
      waiting.join(joined, to: cellID)
      return built
    case .failure(let failure):
      let built = try await buildAlone(unit(source), cellID)
      // Not the cell's own error, so one that only the reader of the waiting cells can mend.
      tell(joined.map { "\($0.addition.label) cannot be compiled with this cell: \(failure.value)" }, submission)
      waiting.drop(joined)
      return built
    }
  }

  private func buildAlone(_ unit: CellUnit, _ cellID: String?) async throws -> CellBuilder.Built {
    try await build(unit, cellID: cellID) { waiting.keep(unit, cellID: cellID, refused: $0) }
  }

  /// - Returns: The failure, if there is another way to compile the cell.
  private func attempt(_ unit: CellUnit, _ cellID: String?) async throws -> Result<CellBuilder.Built, Failure> {
    do { return .success(try await build(unit, cellID: cellID)) } catch let failure as Failure {
      try checkInterrupt()
      return .failure(failure)
    }
  }

  private func tell(_ sentences: [String], _ submission: Submission) {
    guard !sentences.isEmpty else { return }
    show(.display(.text(sentences.joined(separator: "\n")), displayID: nil), submission)
  }
}
