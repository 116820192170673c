internal import SuperposeEvaluation
internal import SuperposeFingerprints
internal import SuperposeJSON
internal import Synchronization

/// The fingerprints of the figures that cells have shown, for `%stamp`.
final class FigureRecord: Sendable {
  private let cells = Mutex<[SubmissionID: Cell]>([:])

  private struct Cell {
    var number: Int
    /// In the order in which they came; an update takes the place of the figure that it replaces.
    var figures: [(id: String?, fingerprint: String)] = []
  }

  /// Begins with a cell, which forgets what an earlier run of the same number has shown.
  func begin(_ submission: Submission) {
    cells.withLock { $0[submission.id] = Cell(number: submission.executionCount) }
  }

  func forget() { cells.withLock { $0 = [:] } }

  func note(_ output: Output, of id: SubmissionID?) {
    guard let id else { return }
    switch output {
    case .display(let data, let display): note(data, display, id)
    case .updateDisplay(let data, let display): note(data, display, id)
    case .result(let data, let display): note(data, display, id)
    case .stream, .clear, .comm: break
    }
  }

  private func note(_ data: MIMEData, _ display: String?, _ id: SubmissionID) {
    guard let svg = data.data["image/svg+xml"]?.string else { return }
    let fingerprint = Fingerprint(of: svg).hexadecimal
    cells.withLock { cells in
      let place = display.flatMap { display in cells[id]?.figures.firstIndex { $0.id == display } }
      if let place {
        cells[id]?.figures[place].fingerprint = fingerprint
      } else {
        cells[id]?.figures.append((display, fingerprint))
      }
    }
  }

  /// All figures, in the order of the cells.
  var json: JSONValue {
    let cells = cells.withLock { $0.values.sorted { $0.number < $1.number } }
    return .array(
      cells.flatMap { cell in
        cell.figures.map { ["cell": .integer(cell.number), "fingerprint": .string($0.fingerprint)] }
      })
  }
}
