internal import SuperposeDisplay
internal import SuperposeJSON
internal import Synchronization

/// Collects what code displays and prints, in order, instead of showing it below a cell.
final class Capture: FrontEnd {
  private let state = Mutex(State())

  private struct State {
    var outputs: [(id: DisplayID?, output: JSONValue)] = []
    /// Background tasks of the code display later where other tasks do.
    var isOver = false
  }

  /// The collected outputs, in notebook format.
  var outputs: [JSONValue] { state.withLock { $0.outputs.map(\.output) } }

  /// Runs `body` and collects its displays and prints.
  func collecting<Result>(_ body: () throws -> Result) rethrows -> Result {
    let port = currentPort
    port.divertPrints { text, isError in self.print(text, isError) }
    defer {
      port.divertPrints(to: nil)
      state.withLock { $0.isOver = true }
    }
    return try redirectingDisplay(to: self, body)
  }

  private func print(_ text: String, _ isError: Bool) {
    state.withLock { state in
      // One stream of text is one output.
      if let last = state.outputs.last?.output, last["name"] == (isError ? "stderr" : "stdout"),
        let before = last["text"]?.string
      {
        state.outputs[state.outputs.count - 1].output = .stream(before + text, isError: isError)
      } else {
        state.outputs.append((nil, .stream(text, isError: isError)))
      }
    }
  }

  // MARK: FrontEnd

  func show(_ bundle: MIMEBundle, id: DisplayID?) {
    let isOver = state.withLock { state in
      if !state.isOver { state.outputs.append((id, .displayData(bundle))) }
      return state.isOver
    }
    if isOver { frontEnd.withLock(\.self).show(bundle, id: id) }
  }

  func update(_ bundle: MIMEBundle, id: DisplayID) {
    if state.withLock(\.isOver) { return frontEnd.withLock(\.self).update(bundle, id: id) }
    state.withLock { state in
      for index in state.outputs.indices where state.outputs[index].id == id {
        state.outputs[index].output = .displayData(bundle)
      }
    }
  }

  func clear(wait: Bool) { state.withLock { $0.outputs = [] } }

  /// An output that is replaced many times a second shows no progress.
  var outlet: Outlet { Outlet(frontEnd: self, cell: nil, isWatched: false) }

  /// Input is not possible while a slider moves.
  func readLine(prompt: String, isPassword: Bool) -> String? { nil }
}
