import CSuperposeCellHost
import SuperposeEvaluation
import SuperposeHostLink
import SuperposeProcesses
import Synchronization
import ToyLib

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The cell on the stage.
final class RunningCell: Sendable {
  let run: CellRun
  let started = ProcessTree.Moment.now
  private let state = Mutex(State())

  private struct State {
    var thread: GuardedHandle?
    var variablesReached = 0
    var isInterrupted = false
    var hasEnded = false
    var hasBaton = false
    var loadError: String?
    var failureElsewhere: CellEnd?
  }

  init(_ run: CellRun) { self.run = run }

  var thread: GuardedHandle? { state.withLock(\.thread) }
  func takeThread(_ thread: GuardedHandle?) { state.withLock { $0.thread = thread } }

  var hasEnded: Bool { state.withLock(\.hasEnded) }
  func markEnded() { state.withLock { $0.hasEnded = true } }

  /// Notes that the main actor is this cell's now.
  func takeBaton() { state.withLock { $0.hasBaton = true } }
  var hasBaton: Bool { state.withLock(\.hasBaton) }

  /// Asks ToyLib's loops to end, unless they would be another cell's.
  func cancelTraining() {
    state.withLock { state in
      if !state.hasEnded { Cancellation.request() }
    }
  }

  func reach(_ count: Int) { state.withLock { $0.variablesReached = count } }

  /// Every statement has run, so whatever ends the thread now is the cell's own end.
  var isComplete: Bool { state.withLock { $0.variablesReached == Int.max } }

  /// `false` when the cell is being interrupted already.
  func beginInterrupt() -> Bool {
    state.withLock { state in
      defer { state.isInterrupted = true }
      return !state.isInterrupted
    }
  }

  /// Keeps the failure of another thread as the reason of this cell's end.
  func failElsewhere(_ ending: GuardedEnding) {
    let end = CellEnd(ending: ending)
    state.withLock { state in
      // What an interrupt has left in the middle may fail because of it.
      if !state.isInterrupted { state.failureElsewhere = end }
    }
  }

  /// Loads the library and runs it on the calling thread.
  func enter() {
    guard let image = load(), let symbol = dlsym(image, run.entry) else {
      let reason = dlerror().map { String(cString: $0) } ?? "unknown"
      return state.withLock { $0.loadError = reason }
    }
    var start: UInt = 0
    var end: UInt = 0
    if processCodeRange(symbol, &start, &end) { guardedAddCode(start, end) }
    typealias Entry = @convention(c) (Int32, UnsafeMutableRawPointer?) -> Int32
    _ = unsafeBitCast(symbol, to: Entry.self)(0, nil)
  }

  /// Cells may have used all descriptors and all memory: this one may be there to give them back.
  private func load() -> UnsafeMutableRawPointer? {
    processReserveDescriptors(false)
    processReserveMemory(64 << 20)
    defer {
      processReserveMemory(0)
      processReserveDescriptors(true)
    }
    return dlopen(run.library, RTLD_NOW | RTLD_GLOBAL)
  }

  /// Why the cell ended, all that is known considered.
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
