import Foundation
internal import SuperposeCellMessages
import SuperposeEvaluation
import SuperposeJSON
import SuperposeNotebook
import Synchronization

/// Writes the stamp that a script's last cell shows to a file, and passes everything else on.
final class StampFile: ScriptOutputs {
  private let path: String
  private let cell: Int
  private let others: any ScriptOutputs
  private let state = Mutex((cell: 0, isWritten: false))

  init(path: String, cell: Int, others: any ScriptOutputs) {
    self.path = path
    self.cell = cell
    self.others = others
  }

  var isWritten: Bool { state.withLock(\.isWritten) }

  func begin(_ cell: Int) {
    state.withLock { $0.cell = cell }
    others.begin(cell)
  }

  func show(_ output: Output) {
    guard state.withLock({ $0.cell == cell }) else { return others.show(output) }
    guard case .display(let data, _) = output, let stamp = data.data[NotebookEvaluator.stampType] else { return }
    do {
      try Data((stamp.text(isPretty: true) + "\n").utf8).write(to: URL(filePath: path), options: .atomic)
      state.withLock { $0.isWritten = true }
    } catch {
      others.show(.stream(.stderr, "\(path) cannot be written: \(error.systemReason)\n"))
    }
  }

  func end(with failure: Failure) -> Int32? { others.end(with: failure) }
}

extension Script {
  /// Adds a cell whose stamp goes to a file.
  mutating func stamped(showing outputs: any ScriptOutputs, in path: String) -> StampFile {
    let number = (cells.last?.number ?? 0) + 1
    self = Script(cells: cells + [Cell(code: "%stamp", number: number, name: "Cell")])
    return StampFile(path: path, cell: number, others: outputs)
  }
}
