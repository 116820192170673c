import CSuperposeCellHost
import Glibc
import SuperposeCellSupport
import SuperposeDisplay
package import SuperposeEvaluation
package import SuperposeHostLink
import SuperposeProcesses
import SuperposeWidgets
import Synchronization
import ToyLib

/// Runs one cell at a time on a new thread, and remaining jobs of the main actor between cells.
///
/// Each cell gets a new thread, because an abandoned cell leaves thread-local state (the runtime's
/// executor tracking and exclusivity records), which is abandoned with its thread.
package final class CellRunner: Sendable {
  private let jobs: Jobs
  private let idle: IdleLoop
  private let redirections: PrintRedirections
  private let connection: any KernelConnection
  private let load: CellLoader
  private let state = Mutex(State())

  private struct State {
    var cell: RunningCell?
    /// An interrupt that arrived before its cell.
    var interrupted: SubmissionID?
    /// The value of the latest cell; it also applies to background work of older cells.
    var isWatched = false
  }

  package init(
    jobs: Jobs, idle: IdleLoop, redirections: PrintRedirections, connection: any KernelConnection,
    load: @escaping CellLoader
  ) {
    self.jobs = jobs
    self.idle = idle
    self.redirections = redirections
    self.connection = connection
    self.load = load
  }

  /// Runs work between cells, before the first cell.
  package func beIdle() { idle.start() }

  /// Starts a cell. The kernel sends the next one only after this one has ended.
  package func run(_ run: CellRun) {
    let cell = RunningCell(run)
    printingSetRunning(run.id.packed)
    let isInterrupted = state.withLock { state in
      state.cell = cell
      state.isWatched = run.isWatched
      return state.interrupted == run.id
    }
    idle.stop()
    startThread(for: cell) { [jobs, load] in
      jobs.main.acquire()
      cell.markMainExecutor()
      Cancellation.reset()
      __beginChecks()
      __beginTests()
      cell.enter(loading: load)
    }
    if isInterrupted { interrupt(run.id) }
  }

  /// The cell that asks, and whether it may ask for input.
  var allowsInput: Bool { state.withLock { $0.cell?.run.allowsInput ?? false } }

  /// Whether a user reads outputs as they arrive.
  var isWatched: Bool { state.withLock(\.isWatched) }

  var runningCell: SubmissionID? { state.withLock { $0.cell?.run.id } }

  /// Records that the running cell has initialised `count` variables.
  package func reached(_ count: Int) { state.withLock { $0.cell }?.reach(count) }

  /// Schedules a widget's handler for when no cell runs.
  func reactionRequested() { idle.reactionRequested() }

  /// Interrupts the cell, or with `nil` the running widget handler, at the first possible place.
  /// Reports to the kernel if there is none. A cell that has not arrived yet is interrupted as soon
  /// as it arrives.
  package func interrupt(_ id: SubmissionID?) {
    interruptReaction()
    let running = state.withLock { state in
      state.interrupted = id
      return state.cell
    }
    guard let id, let cell = running, cell.run.id == id, cell.beginInterrupt() else { return }
    startPlainThread { [idle, jobs, connection] in
      let deadline = ContinuousClock.now + .seconds(3)
      while !cell.hasEnded, ContinuousClock.now < deadline {
        // ToyLib's loops end at a whole step.
        cell.cancelTraining()
        cell.thread?.interrupt()
        idle.interrupt()
        pause(microseconds: 1000)
      }
      guard cell.hasEnded else { return connection.send(.stuck) }
      ProcessTree(root: getpid()).endDescendants(startedSince: cell.started)
      while jobs.pool.interrupt(id), ContinuousClock.now < deadline { pause(microseconds: 1000) }
    }
  }

  /// Ends the running handler and removes all queued ones.
  private func interruptReaction() {
    guard let number = idle.runningReaction else { return }
    WidgetRegistry.shared.dropReactions()
    startPlainThread { [idle, connection] in
      let deadline = ContinuousClock.now + .seconds(3)
      while idle.interruptReaction(number) {
        guard ContinuousClock.now < deadline else { return connection.send(.stuck) }
        pause(microseconds: 1000)
      }
    }
  }

  /// Handles a failed job on another thread: the running cell fails too if it owns the job.
  package func backgroundFailed(_ ending: GuardedEnding, _ owner: SubmissionID?) {
    if ending.end == GuardedInterrupted { return }
    if let owner, jobs.owners.isAbandoned(owner) { return }
    if let cell = state.withLock({ $0.cell }), owner == cell.run.id || owner == nil {
      cell.failElsewhere(ending)
      startPlainThread {
        while !cell.hasEnded {
          cell.thread?.interrupt()
          pause(microseconds: 1000)
        }
      }
    } else {
      connection.send(.backgroundFailed(owner, CellEnd(ending: ending)))
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
      return finish(cell, GuardedEnding(notStarted: message))
    }
    cell.setThread(started)
  }

  private func handle(
    _ ending: GuardedEnding, of culprit: SubmissionID?, during cell: RunningCell
  ) {
    guard ending.end != GuardedReturned, let culprit, culprit != cell.run.id, !cell.isComplete
    else { return finish(cell, ending) }
    jobs.owners.abandon(culprit)
    connection.send(.backgroundFailed(culprit, CellEnd(ending: ending)))
    startThread(for: cell) { [jobs] in
      jobs.main.takeOver()
      jobs.main.drain()
    }
  }

  private func finish(_ cell: RunningCell, _ ending: GuardedEnding) {
    SubmissionID.ofThisThread = cell.run.id
    let end = cell.end(after: ending)
    if end.reason.abandonsTasks { jobs.owners.abandon(cell.run.id) }
    ProgressDisplays.shared.cellEnded(cell.run.id, as: end.reason.progressEnding)
    redirections.forget(cell.thread)
    WidgetRegistry.shared.flush()
    waitForReaders()
    state.withLock { $0.cell = nil }
    printingSetRunning(-1)
    cell.markEnded()
    if cell.hasMainExecutor { jobs.main.release() }
    idle.start()
    connection.send(.finished(cell.run.id, end))
  }
}

extension CellEnd.Reason {
  /// How running work ended with the cell; `nil` if it continues.
  fileprivate var progressEnding: ProgressEnding? {
    switch self {
    case .returned, .exited(code: 0): nil
    case .interrupted: .interrupted
    case .threw, .exited, .trapped, .inputNotAllowed, .notLoaded: .failed
    }
  }

  /// After a normal end or a thrown error, the tasks of the cell continue.
  fileprivate var abandonsTasks: Bool {
    switch self {
    case .returned, .threw, .exited(code: 0): false
    default: true
    }
  }
}
