import ArgumentParser
import SuperposeJSON

/// A notebook with the results of its last run.
struct RecordedNotebook {
  struct Cell: Sendable {
    let code: String
    let results: CellResults
  }

  let path: String
  let cells: [Cell]

  /// - Throws: `ValidationError` when it is no notebook, or one without results.
  init(readingFrom path: String) throws {
    self.path = path
    cells = try Script.codeCells(ofNotebook: path).map { cell in
      Cell(code: Script.source(of: cell), results: CellResults(recorded: cell["outputs"]?.array ?? []))
    }
    guard self.cells.contains(where: { !$0.results.isEmpty }) else {
      throw ValidationError("\(path) has no results to compare: run it and save it first")
    }
  }
}
