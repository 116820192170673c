import Foundation
import SuperposeEvaluation
import SuperposeJSON
import SuperposeNotebook
import Synchronization

/// Runs a notebook again and compares what comes out.
final class NotebookVerifier: ScriptOutputs {
  private let notebook: RecordedNotebook
  private let comparesResults: Bool
  private let state = Mutex(State())

  private struct State {
    var cell = 0
    /// The outputs of each cell; one with an id is replaced by its updates.
    var outputs: [Int: [(id: String?, output: Output)]] = [:]
    var failures: [Int: Failure] = [:]
  }

  init(_ notebook: RecordedNotebook, comparesResults: Bool) {
    self.notebook = notebook
    self.comparesResults = comparesResults
  }

  /// What differs, a sentence each.
  func differences() async -> [String] {
    let name = URL(filePath: notebook.path)
    let folder = FileManager.default.currentDirectoryPath
    // Paths in cells belong to the notebook's folder.
    _ = FileManager.default.changeCurrentDirectoryPath(name.deletingLastPathComponent().path)
    defer { _ = FileManager.default.changeCurrentDirectoryPath(folder) }
    let cells = notebook.cells.enumerated().map { Script.Cell(code: $1.code, number: $0 + 1, name: "Cell") }
    _ = await ScriptSession(outputs: self, allowsInput: false).run(Script(cells: cells), arguments: [name.path])
    let state = state.withLock(\.self)
    return notebook.cells.enumerated().flatMap { index, cell -> [String] in
      let number = index + 1
      guard number <= state.cell else { return [] }
      let now = results(of: number, state)
      if let failure = state.failures[number], cell.results.error != failure.name {
        return ["code cell \(number) fails: \(failure.name): \(failure.value)"]
      }
      guard comparesResults else { return [] }
      return Comparison(number: number, recorded: cell.results, now: now).differences
    }
  }

  private func results(of cell: Int, _ state: State) -> CellResults {
    var results = CellResults()
    for (_, output) in state.outputs[cell] ?? [] {
      switch output {
      case .stream(.stdout, let text): results.printed += text
      case .display(let data, _): results.add(data.data, isValue: false)
      case .result(let data, _): results.add(data.data, isValue: true)
      default: break
      }
      if let stamp = output.metadata?[NotebookEvaluator.stampType] { results.hiddenStamp = stamp }
    }
    results.error = state.failures[cell]?.name
    return results
  }

  // MARK: Outputs

  func begin(_ cell: Int) { state.withLock { $0.cell = cell } }

  func show(_ output: Output) {
    state.withLock { state in
      switch output {
      case .updateDisplay(let data, let id):
        for (cell, outputs) in state.outputs {
          guard let place = outputs.firstIndex(where: { $0.id == id }) else { continue }
          state.outputs[cell]?[place].output = outputs[place].output.replaced(by: data)
        }
      case .display(_, let id), .result(_, let id): state.outputs[state.cell, default: []].append((id, output))
      case .clear: state.outputs[state.cell] = []
      default: state.outputs[state.cell, default: []].append((nil, output))
      }
    }
  }

  func end(with failure: Failure) -> Int32? {
    let cell = state.withLock { state in
      state.failures[state.cell] = failure
      return state.cell
    }
    guard notebook.cells.indices.contains(cell - 1) else { return 1 }
    return notebook.cells[cell - 1].results.error == nil ? 1 : nil
  }
}

extension Output {
  fileprivate var metadata: JSONObject? {
    switch self {
    case .display(let data, _), .result(let data, _): data.metadata
    default: nil
    }
  }

  fileprivate func replaced(by data: MIMEData) -> Output {
    if case .result(_, let id) = self { .result(data, displayID: id) } else { .display(data, displayID: nil) }
  }
}
