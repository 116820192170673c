internal import SuperposeCells
internal import SuperposeEvaluation

extension NotebookEvaluator {
  /// Lists what uses an older version of something that was redeclared since.
  func showStale(_ submission: Submission) {
    let sentences = chain.staleUses().map(\.sentence)
    let text = sentences.isEmpty ? "Nothing is stale." : sentences.joined(separator: "\n")
    show(.stream(.stdout, text + "\n"), submission)
  }

  /// Runs the cells of stale uses again, the oldest first, until nothing is left that another run
  /// brings up to date.
  ///
  /// - Throws: The failure of the first cell that fails.
  func rerunStale(_ submission: Submission) async throws {
    var done: Set<Int> = []
    while let link = chain.firstStale(besides: done) {
      done.insert(link.executionCount)
      var again = submission
      again.executionCount = link.executionCount
      again.cellID = link.cellID
      again.code = link.code
      try await runCell(Directive(link.code).code, again, isOptimised: link.image.unit.isOptimised)
      chain.update(link.image.unit.name) { $0.isSuperseded = true }
    }
    let cells = done.sorted().map { "[\($0)]" }.joined(separator: ", ")
    show(.stream(.stdout, done.isEmpty ? "Nothing is stale.\n" : "Ran cells \(cells) again.\n"), submission)
  }
}

extension Chain {
  fileprivate func firstStale(besides done: Set<Int>) -> ChainLink? {
    let modules = Set(staleUses().filter { !$0.isWithinCell }.map(\.userModule))
    return live.first { modules.contains($0.image.unit.name) && !done.contains($0.executionCount) }
  }
}
