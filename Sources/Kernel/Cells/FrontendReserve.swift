internal import Foundation
internal import SuperposeProcesses
internal import Synchronization

/// The compiler's frontend, started before there is a cell for it.
///
/// Loading the frontend takes a quarter of a trivial cell's compilation. So one can be kept that has
/// done it: it waits for its arguments, which it reads from its standard input as a response
/// file. The price is its memory, 50 MiB, of which all but 6 are pages of the toolchain's files.
final class FrontendReserve: Sendable {
  private let program: Program
  private let state = Mutex(State())

  private struct State {
    var waiting: StartedProcess?
    var isKept = false
  }

  init(_ toolchain: Toolchain) {
    program = Program(toolchain.frontend, ["-frontend", "@/dev/stdin"]).endingWithParent
  }

  /// Whether one is to wait between cells.
  func keep(_ isKept: Bool) {
    state.withLock { $0.isKept = isKept }
    refill()
  }

  /// A frontend that waits for ``StartedProcess/compile(_:)``. Another is started by ``refill()``, which
  /// is for when it has done its work: two at a time would slow each other down.
  func take() throws -> StartedProcess {
    let waiting = state.withLock { $0.waiting.take() }
    if let waiting, waiting.isWaiting { return waiting }
    return try StartedProcess(program)
  }

  /// Starts one if it is to be kept and none waits.
  func refill() {
    state.withLock { state in
      if !state.isKept {
        state.waiting = nil
      }
      // Without one the next cell only takes longer.
      else if state.waiting?.isWaiting != true {
        state.waiting = try? StartedProcess(program)
      }
    }
  }
}

extension StartedProcess {
  /// Has a frontend in reserve compile what `arguments` say.
  func compile(_ arguments: [String]) async throws -> Result {
    // Read as by a GNU tool: in quotes a backslash stands before quotes and backslashes.
    let quoted = arguments.map { argument in
      "\"\(argument.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"\n"
    }
    return try await finish(reading: Data(quoted.joined().utf8))
  }
}
