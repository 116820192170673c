import CSuperposeCellHost
import Glibc
import SuperposeCellSupport
import SuperposeDisplay
import SuperposeEvaluation
import SuperposeHostLink
import SuperposeProcesses
import Synchronization
import ToyLib
import SuperposeWidgets

/// Runs one cell at a time on a fresh thread, and the main actor's leftover jobs in between.
///
/// A fresh thread, because what an abandoned cell leaves in thread-local state (the runtime's
/// executor tracking, exclusivity records) is abandoned with its thread.
final class Stage: Sendable {
  private let state = Mutex(State())
  private let idle = IdleLoop()

  private struct State {
    var cell: RunningCell?
    /// An interrupt that came before the cell that it is meant for.
    var interrupted: SubmissionID?
    /// As the latest cell was; what older cells left running is no different.
    var isWatched = false
  }

  func beIdle() { idle.start() }

  /// Starts a cell. The kernel sends the next one only after this one has ended.
  func run(_ run: CellRun) {
    let cell = RunningCell(run)
    overridesSetRunning(run.id.packed)
    let isInterrupted = state.withLock { state in
      state.cell = cell
      state.isWatched = run.isWatched
      return state.interrupted == run.id
    }
    idle.stop()
    startThread(for: cell) {
      Host.shared.jobs.main.baton.wait()
      cell.takeBaton()
      Cancellation.reset()
      Host.shared.jobs.main.becomeMain()
      cell.enter()
    }
    if isInterrupted { interrupt(run.id) }
  }

  /// Tells which cell is asking, and whether it may ask for input.
  var allowsInput: Bool { state.withLock { $0.cell?.run.allowsInput ?? false } }

  /// Whether someone watches outputs come.
  var isWatched: Bool { state.withLock(\.isWatched) }

  var runningCell: SubmissionID? { state.withLock { $0.cell?.run.id } }

  /// Notes that the running cell has initialised `count` variables.
  func reached(_ count: Int) { state.withLock { $0.cell }?.reach(count) }

  /// A widget's handler is to run when no cell does.
  func reactionRequested() { idle.reactionRequested() }

  /// Leaves the cell, or with `nil` the widget's handler that runs, at the first place where that
  /// is possible. Tells the kernel when there is none. A cell that is still to come is left as soon
  /// as it is there.
  func interrupt(_ id: SubmissionID?) {
    interruptReaction()
    let running = state.withLock { state in
      state.interrupted = id
      return state.cell
    }
    guard let id, let cell = running, cell.run.id == id, cell.beginInterrupt() else { return }
    startPlainThread { [idle] in
      let jobs = Host.shared.jobs
      let deadline = ContinuousClock.now + .seconds(3)
      while !cell.hasEnded, ContinuousClock.now < deadline {
        // ToyLib's loops end by themselves, at a whole step.
        cell.cancelTraining()
        cell.thread?.interrupt()
        idle.interrupt()
        pause(microseconds: 1000)
      }
      guard cell.hasEnded else { return Host.shared.send(.stuck) }
      ProcessTree(root: getpid()).endDescendants(startedSince: cell.started)
      while jobs.pool.interrupt(id), ContinuousClock.now < deadline { pause(microseconds: 1000) }
    }
  }

  /// Ends the handler that runs, and forgets those that wait: the user wants rest.
  private func interruptReaction() {
    guard let number = idle.runningReaction else { return }
    WidgetDesk.shared.dropReactions()
    startPlainThread { [idle] in
      let deadline = ContinuousClock.now + .seconds(3)
      while idle.interruptReaction(number) {
        guard ContinuousClock.now < deadline else { return Host.shared.send(.stuck) }
        pause(microseconds: 1000)
      }
    }
  }

  /// A job on another thread failed: the running cell fails with it when the job was its own.
  func backgroundFailed(_ ending: GuardedEnding, _ owner: SubmissionID?) {
    if ending.end == GuardedInterrupted { return }
    if let owner, Host.shared.jobs.isAbandoned(owner) { return }
    if let cell = state.withLock({ $0.cell }), owner == cell.run.id || owner == nil {
      cell.failElsewhere(ending)
      startPlainThread {
        while !cell.hasEnded {
          cell.thread?.interrupt()
          pause(microseconds: 1000)
        }
      }
    } else {
      Host.shared.send(.backgroundFailed(owner, CellEnd(ending: ending)))
    }
  }

  /// Runs `body` for `cell` on a new guarded thread and ends the cell with it, unless what ended
  /// `body` was a job of another cell.
  private func startThread(for cell: RunningCell, _ body: @escaping @Sendable () -> Void) {
    let started = startGuardedThread { [self] in
      SubmissionID.ofThisThread = cell.run.id
      let ending = guarded(body)
      let culprit = SubmissionID.ofThisThread
      onFreshThread { self.handle(ending, of: culprit, during: cell) }
    }
    guard let started else {
      let message = "Fatal error: failed to allocate a thread for the cell"
      return finish(cell, GuardedEnding(notBegun: message))
    }
    cell.takeThread(started)
  }

  private func handle(
    _ ending: GuardedEnding, of culprit: SubmissionID?, during cell: RunningCell
  ) {
    guard ending.end != GuardedReturned, let culprit, culprit != cell.run.id, !cell.isComplete
    else { return finish(cell, ending) }
    Host.shared.jobs.abandon(culprit)
    Host.shared.send(.backgroundFailed(culprit, CellEnd(ending: ending)))
    startThread(for: cell) {
      Host.shared.jobs.main.becomeMain()
      Host.shared.jobs.main.drain()
    }
  }

  private func finish(_ cell: RunningCell, _ ending: GuardedEnding) {
    SubmissionID.ofThisThread = cell.run.id
    let end = cell.end(after: ending)
    if end.reason.abandonsTasks { Host.shared.jobs.abandon(cell.run.id) }
    ProgressDisplays.shared.cellEnded(cell.run.id.packed, as: end.reason.progressEnding)
    Host.shared.diversions.forget(cell.thread)
    WidgetDesk.shared.flush()
    waitForReaders()
    state.withLock { $0.cell = nil }
    overridesSetRunning(-1)
    cell.markEnded()
    if cell.hasBaton { Host.shared.jobs.main.baton.signal() }
    idle.start()
    Host.shared.send(.finished(cell.run.id, end))
  }
}

extension CellEnd.Reason {
  /// How work that was under way ended with the cell; `nil` when it goes on.
  fileprivate var progressEnding: ProgressEnding? {
    switch self {
    case .returned, .exited(code: 0): nil
    case .interrupted: .interrupted
    case .threw, .exited, .trapped, .inputNotAllowed, .notLoaded: .failed
    }
  }

  /// After a plain end or a thrown error, the tasks that the cell started go on.
  fileprivate var abandonsTasks: Bool {
    switch self {
    case .returned, .threw, .exited(code: 0): false
    default: true
    }
  }
}
