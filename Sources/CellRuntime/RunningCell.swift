import CSuperposeCellHost
import SuperposeEvaluation
import SuperposeHostLink
import Synchronization
import ToyLib

/// The running cell.
final class RunningCell: Sendable {
  let run: CellRun
  private let state = Mutex(State())

  private struct State {
    var thread: GuardedHandle?
    var variablesReached = 0
    var isInterrupted = false
    var hasEnded = false
    var hasMainExecutor = false
    var loadError: String?
    var failureElsewhere: CellEnd?
  }

  init(_ run: CellRun) { self.run = run }

  var thread: GuardedHandle? { state.withLock(\.thread) }
  func setThread(_ thread: GuardedHandle?) { state.withLock { $0.thread = thread } }

  var hasEnded: Bool { state.withLock(\.hasEnded) }
  func markEnded() { state.withLock { $0.hasEnded = true } }

  /// Records that the cell's thread has acquired the main executor.
  func markMainExecutor() { state.withLock { $0.hasMainExecutor = true } }
  var hasMainExecutor: Bool { state.withLock(\.hasMainExecutor) }

  /// Cancels ToyLib's loops unless they belong to another cell.
  func cancelTraining() {
    state.withLock { state in
      if !state.hasEnded { Cancellation.request() }
    }
  }

  func reach(_ count: Int) { state.withLock { $0.variablesReached = count } }

  /// All statements have run, so the next end of the thread is the cell's normal end.
  var isComplete: Bool { state.withLock { $0.variablesReached == Int.max } }

  /// `false` if the cell is already being interrupted.
  func beginInterrupt() -> Bool {
    state.withLock { state in
      defer { state.isInterrupted = true }
      return !state.isInterrupted
    }
  }

  /// Stores the failure of another thread as the reason for this cell's end.
  func failElsewhere(_ ending: GuardedEnding) {
    let end = CellEnd(ending: ending)
    state.withLock { $0.failureElsewhere = end }
  }

  /// Loads the cell's code and runs it on the calling thread.
  func enter(loading load: CellLoader) {
    let code: () -> Void
    do { code = try load(run) } catch {
      return state.withLock { $0.loadError = error.reason }
    }
    code()
  }

  /// The reason for the cell's end, from all available information.
  func end(after ending: GuardedEnding) -> CellEnd {
    let state = state.withLock { $0 }
    if let loadError = state.loadError { return CellEnd(.notLoaded(loadError)) }
    var end = state.failureElsewhere ?? CellEnd(ending: ending)
    if state.isInterrupted, end.reason != .returned, state.failureElsewhere == nil {
      end.reason = .interrupted
    }
    end.variablesReached = state.variablesReached
    return end
  }
}
