import ArgumentParser
import Foundation
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
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValidationError("\(path): there is no such file, or it cannot be read")
    }
    let notebook: JSONValue
    do { notebook = try JSONReader.value(in: data) } catch {
      throw ValidationError("\(path) is not a notebook: \(error)")
    }
    guard let cells = notebook["cells"]?.array else {
      throw ValidationError("\(path) is not a notebook of version 4: it has no list of cells")
    }
    self.path = path
    self.cells = cells.filter { $0["cell_type"]?.string == "code" }.map { cell in
      Cell(code: Script.source(of: cell), results: CellResults(recorded: cell["outputs"]?.array ?? []))
    }
    guard self.cells.contains(where: { !$0.results.isEmpty }) else {
      throw ValidationError("\(path) has no results to compare: run it and save it first")
    }
  }
}
