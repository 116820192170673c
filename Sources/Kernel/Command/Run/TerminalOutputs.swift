import Foundation
internal import SuperposeCellMessages
import SuperposeDisplay
import SuperposeEvaluation
import SuperposeJSON
import Synchronization

/// Shows outputs of cells in a terminal: text as text, pictures as files.
final class TerminalOutputs: ScriptOutputs {
  private let folder: String
  private let state = Mutex(State())

  private struct State {
    var cell = 0
    var pictures = 0
    /// The files of outputs that may be replaced.
    var files: [String: String] = [:]
    var texts: [String: String] = [:]
  }

  /// - Parameter folder: For pictures; it is made when it is needed.
  init(figures folder: String) { self.folder = folder }

  func begin(_ cell: Int) {
    state.withLock { state in
      state.cell = cell
      state.pictures = 0
    }
  }

  func show(_ output: Output) {
    switch output {
    case .stream(.stdout, let text): write(text, to: .standardOutput)
    case .stream(.stderr, let text): write(text, to: .standardError)
    case .display(let data, let id): show(data, id)
    case .updateDisplay(let data, let id): show(data, id)
    case .result(let data, let id): show(data, id)
    case .clear, .comm: break
    }
  }

  func end(with failure: Failure) -> Int32? {
    if failure.name == "Exit", let code = failure.value.firstMatch(of: #/exit\((-?\d+)\)/#).flatMap({ Int32($0.1) }) {
      return code & 0xff
    }
    let isColoured = isatty(2) == 1
    let lines = failure.traceback.isEmpty ? ["\(failure.name): \(failure.value)"] : failure.traceback
    let text = lines.joined(separator: "\n") + "\n"
    write(isColoured ? text : text.replacing(#/\u{1B}\[[0-9;]*m/#, with: ""), to: .standardError)
    return failure.name == "Interrupted" ? 130 : 1
  }

  private func show(_ data: MIMEData, _ id: String?) {
    for (type, ending) in [("image/svg+xml", "svg"), ("image/png", "png"), ("image/jpeg", "jpg")] {
      guard let text = data.data[type]?.string else { continue }
      // Bytes travel as base64.
      let bytes = ending == "svg" ? Data(text.utf8) : Data(base64Encoded: text)
      if let bytes { return save(bytes, ending, id) }
    }
    guard let text = data.data["text/plain"]?.string, !text.isEmpty else { return }
    let isNew = state.withLock { state in
      guard let id else { return true }
      defer { state.texts[id] = text }
      return state.texts[id] != text
    }
    if isNew { write(text + "\n", to: .standardOutput) }
  }

  /// Writes a picture in place of the one that it replaces.
  private func save(_ bytes: Data, _ ending: String, _ id: String?) {
    let (file, isNew) = state.withLock { state in
      if let id, let file = state.files[id] { return (file, false) }
      state.pictures += 1
      let file = "\(folder)/cell-\(state.cell)-\(state.pictures).\(ending)"
      if let id { state.files[id] = file }
      return (file, true)
    }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try bytes.write(to: URL(filePath: file), options: .atomic)
      if isNew { write("figure: \(file)\n", to: .standardOutput) }
    } catch {
      write("\(file) cannot be written: \(error.systemReason)\n", to: .standardError)
    }
  }

  private func write(_ text: String, to file: FileHandle) {
    // A terminal that is gone reads nothing.
    try? file.write(contentsOf: Data(text.utf8))
  }
}
