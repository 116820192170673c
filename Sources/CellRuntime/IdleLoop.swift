import CSuperposeCellHost
import Dispatch
import SuperposeEvaluation
import SuperposeHostLink
import SuperposeWidgets
import Synchronization
import ToyLib

/// Runs work between cells: widgets' handlers and the main actor's jobs, such as a cell's `Task { …
/// }` after the cell's end.
package final class IdleLoop: Sendable {
  private let jobs: Jobs
  private let redirections: PrintRedirections
  private let failures: FailureRequests
  private let connection: any KernelConnection
  private let state = Mutex(State())

  private struct State {
    var isWanted = false
    var thread: GuardedHandle?
    var reaction: Reaction?
    /// The number of handlers that have started, and the number of requests.
    var begun = 0
    var requests = 0
  }

  package init(
    jobs: Jobs, redirections: PrintRedirections, failures: FailureRequests,
    connection: any KernelConnection
  ) {
    self.jobs = jobs
    self.redirections = redirections
    self.failures = failures
    self.connection = connection
  }

  /// Acquires the main executor as soon as it is free, and keeps it until ``stop()``.
  func start() {
    state.withLock { $0.isWanted = true }
    let thread = startGuardedThread {
      self.jobs.main.acquire()
      self.loop()
    }
    state.withLock { $0.thread = thread }
  }

  /// Releases the main executor after the job at hand.
  func stop() {
    state.withLock { $0.isWanted = false }
    jobs.main.wake()
  }

  /// Interrupts a job or a handler that runs between cells.
  func interrupt() { state.withLock(\.thread)?.interrupt() }

  private func loop() {
    while state.withLock(\.isWanted) {
      let reaction = beginReaction()
      let ending = guarded { [jobs] in
        if let reaction { Self.run(reaction) } else { jobs.main.runNext() }
      }
      guard ending.end == GuardedReturned else {
        let culprit = SubmissionID.ofThisThread
        return onFreshThread { self.replace(after: ending, of: culprit, reaction) }
      }
      if reaction != nil { endReaction() }
    }
    state.withLock { $0.thread = nil }
    jobs.main.release()
  }

  /// The thread's state is unreliable now, so another thread replaces it and acquires the main
  /// executor.
  private func replace(
    after ending: GuardedEnding, of culprit: SubmissionID?, _ reaction: Reaction?
  ) {
    redirections.forget(state.withLock(\.thread))
    if let reaction {
      endReaction()
      explain(ending, of: reaction)
    } else {
      if let culprit { jobs.owners.abandon(culprit) }
      if ending.end != GuardedInterrupted {
        connection.send(.backgroundFailed(culprit, CellEnd(ending: ending)))
      }
    }
    let thread = startGuardedThread {
      self.jobs.main.takeOver()
      self.loop()
    }
    state.withLock { $0.thread = thread }
  }
}

// MARK: Widgets' handlers

extension IdleLoop {
  /// The time without a new value after which a run for an older value is cancelled.
  private static let rest = DispatchTimeInterval.milliseconds(100)

  /// Schedules a handler: immediately between cells, otherwise after the cell.
  ///
  /// While a value changes, a run for an older value is allowed to finish, so that there is
  /// something to see. After the value stops changing, ToyLib's outdated training is cancelled.
  func reactionRequested() {
    let (running, requests, begun) = state.withLock { state in
      state.requests += 1
      return (state.reaction, state.requests, state.begun)
    }
    jobs.main.wake()
    guard let running, running.isSuperseded else { return }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.rest) { [self] in
      state.withLock { state in
        if state.requests == requests, state.begun == begun, state.reaction != nil {
          Cancellation.request()
        }
      }
    }
  }

  /// The number of the running handler, counted from 1; `nil` if none is running.
  var runningReaction: Int? { state.withLock { $0.reaction == nil ? nil : $0.begun } }

  /// Asks handler `number` to end; `false` if it has ended.
  func interruptReaction(_ number: Int) -> Bool {
    let isRunning = state.withLock { state in
      guard state.reaction != nil, state.begun == number else { return false }
      Cancellation.request()
      return true
    }
    if isRunning { interrupt() }
    return isRunning
  }

  private func beginReaction() -> Reaction? {
    guard let reaction = WidgetRegistry.shared.nextReaction() else { return nil }
    state.withLock { state in
      Cancellation.reset()
      state.reaction = reaction
      state.begun += 1
    }
    return reaction
  }

  private func endReaction() {
    WidgetRegistry.shared.flush()
    SubmissionID.ofThisThread = nil
    state.withLock { $0.reaction = nil }
  }

  private static func run(_ reaction: Reaction) {
    SubmissionID.ofThisThread = reaction.owner
    MainActor.assumeIsolated { reaction.run() }
  }

  private func explain(_ ending: GuardedEnding, of reaction: Reaction) {
    SubmissionID.ofThisThread = reaction.owner
    defer { SubmissionID.ofThisThread = nil }
    if ending.end == GuardedInterrupted {
      reaction.fail(
        Failure(name: "Interrupted", value: "the widget's handler was interrupted"))
    } else {
      failures.ask(about: CellEnd(ending: ending)) { reaction.fail($0) }
    }
  }
}
