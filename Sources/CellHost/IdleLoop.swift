import CCellHost
import Evaluation
import HostLink
import Synchronization

/// Runs the main actor's jobs between cells: what `Task { … }` in a cell does after its end.
final class IdleLoop: Sendable {
  private let state = Mutex(State())

  private struct State {
    var isWanted = false
    var thread: GuardedHandle?
  }

  /// Takes the baton as soon as it is free, and keeps it until ``stop()``.
  func start() {
    state.withLock { $0.isWanted = true }
    let thread = startGuardedThread {
      Host.shared.jobs.main.baton.wait()
      Host.shared.jobs.main.becomeMain()
      self.loop()
    }
    state.withLock { $0.thread = thread }
  }

  /// Gives the baton back after the job at hand.
  func stop() {
    state.withLock { $0.isWanted = false }
    Host.shared.jobs.main.wake()
  }

  /// Asks a job that runs between cells to end.
  func interrupt() { state.withLock(\.thread)?.interrupt() }

  private func loop() {
    while state.withLock(\.isWanted) {
      let ending = guarded { Host.shared.jobs.main.runNext() }
      guard ending.end == GuardedReturned else {
        let culprit = SubmissionID.ofThisThread
        return onFreshThread { self.replace(after: ending, of: culprit) }
      }
    }
    state.withLock { $0.thread = nil }
    Host.shared.jobs.main.baton.signal()
  }

  /// The thread is suspect now: another takes its place and its baton.
  private func replace(after ending: GuardedEnding, of culprit: SubmissionID?) {
    if let culprit { Host.shared.jobs.abandon(culprit) }
    if ending.end != GuardedInterrupted {
      Host.shared.send(.backgroundFailed(culprit, CellEnd(ending: ending)))
    }
    let thread = startGuardedThread {
      Host.shared.jobs.main.becomeMain()
      self.loop()
    }
    state.withLock { $0.thread = thread }
  }
}
