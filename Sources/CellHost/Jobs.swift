import CSuperposeCellHost
import Dispatch
import SuperposeEvaluation
import Synchronization

/// Every job of Swift concurrency in this process: who owns it, and where it runs.
///
/// Standing in for the runtime's own executors is what lets a trap in a detached task end only that
/// task, and lets the jobs of an abandoned cell be dropped when they come due.
final class Jobs: Sendable {
  let main = MainExecutor()
  let pool: JobPool
  private let state = Mutex(State())

  private struct State {
    var owners = TaskOwners()
    var abandoned: Set<SubmissionID> = []
  }

  /// - Parameter failed: Called on the pool's thread for a job that did not return.
  init(failed: @escaping @Sendable (GuardedEnding, SubmissionID?) -> Void) {
    pool = JobPool(failed: failed)
  }

  /// Makes this the home of every job. Once, before any task is made.
  func install() {
    let words = unsafeBitCast(main.asUnownedSerialExecutor(), to: (UInt, UInt).self)
    let calls = ExecutorCalls(
      drainMain: {
        Host.shared.jobs.claimTasks()
        Host.shared.jobs.main.drain()
      },
      enqueue: { Host.shared.jobs.enqueue($0!) },
      enqueueAfter: { Host.shared.jobs.enqueue($0!, after: $1) })
    executorsInstall(ExecutorWords(identity: words.0, implementation: words.1), calls)
  }

  /// From now on, jobs of the cell are dropped.
  func abandon(_ cell: SubmissionID) {
    state.withLock { _ = $0.abandoned.insert(cell) }
    queuesAbandon(cell.packed)
  }

  func isAbandoned(_ cell: SubmissionID) -> Bool { state.withLock { $0.abandoned.contains(cell) } }

  func isAbandoned(_ job: Job) -> Bool {
    guard let owner = job.owner else { return false }
    return state.withLock { $0.abandoned.contains(owner) }
  }

  /// The job at `pointer` with its owner.
  func identify(_ pointer: UnsafeMutableRawPointer) -> Job {
    let number = executorsTaskNumber(pointer)
    guard number != 0 else { return Job(pointer: pointer, owner: nil) }
    let current = SubmissionID.ofThisThread
    let owner = state.withLock { $0.owners.owner(of: number, seenBy: current) }
    return Job(pointer: pointer, owner: owner)
  }

  /// Counts every task made so far and not yet seen to the calling thread's cell.
  ///
  /// A cell's main task runs without being enqueued, and is first seen when another's end resumes
  /// it; the number of a task made now is beyond it.
  private func claimTasks() { Task.detached {} }

  private func enqueue(_ pointer: UnsafeMutableRawPointer) {
    pool.enqueue(identify(pointer))
  }

  private func enqueue(_ pointer: UnsafeMutableRawPointer, after nanoseconds: UInt64) {
    let job = identify(pointer)
    let delay = Int(min(nanoseconds, UInt64(Int.max / 2)))
    DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(delay)) { [pool] in
      pool.enqueue(job)
    }
  }
}

extension SubmissionID {
  /// The cell for which the calling thread works.
  static var ofThisThread: SubmissionID? {
    get { SubmissionID(packed: guardedLabel()) }
    set { guardedSetLabel(newValue?.packed ?? -1) }
  }
}
