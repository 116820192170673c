import CSuperposeCellHost
import SuperposeEvaluation
import Synchronization

/// A job (a part of a task that is ready to run) and the cell that owns it.
struct Job: @unchecked Sendable {  // The runtime hands jobs from thread to thread by this pointer.
  let pointer: UnsafeMutableRawPointer
  let owner: SubmissionID?

  var unowned: UnownedJob { unsafeBitCast(pointer, to: UnownedJob.self) }
}

/// The owners of this process's jobs, and the cells whose jobs are dropped.
final class JobOwners: Sendable {
  private let state = Mutex(State())

  private struct State {
    var owners = TaskOwners()
    var abandoned: Set<SubmissionID> = []
  }

  /// The job at `pointer` with its owner.
  func identify(_ pointer: UnsafeMutableRawPointer) -> Job {
    let number = executorsTaskNumber(pointer)
    guard number != 0 else { return Job(pointer: pointer, owner: nil) }
    let current = SubmissionID.ofThisThread
    let owner = state.withLock { $0.owners.owner(of: number, seenBy: current) }
    return Job(pointer: pointer, owner: owner)
  }

  /// From now on, jobs of the cell are dropped.
  func abandon(_ cell: SubmissionID) {
    state.withLock { _ = $0.abandoned.insert(cell) }
    queuesAbandon(cell.packed)
  }

  /// Whether any cell was abandoned.
  var hasAbandoned: Bool { state.withLock { !$0.abandoned.isEmpty } }

  func isAbandoned(_ cell: SubmissionID) -> Bool { state.withLock { $0.abandoned.contains(cell) } }

  func isAbandoned(_ job: Job) -> Bool {
    guard let owner = job.owner else { return false }
    return state.withLock { $0.abandoned.contains(owner) }
  }
}
