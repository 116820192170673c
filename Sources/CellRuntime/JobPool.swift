import CSuperposeCellHost
import Foundation
import SuperposeAllotment
import SuperposeEvaluation
import Synchronization

/// The threads that run jobs outside the main actor, one per processor.
///
/// A job that traps or is interrupted ends its thread, and a new thread replaces it.
final class JobPool: Sendable {
  private let waiting = Mutex<ArraySlice<Job>>([])
  private let ready = Semaphore()
  private let owners: JobOwners
  private let workers = Mutex<[Int: Worker]>([:])

  private struct Worker {
    var thread: GuardedHandle
    var owner: SubmissionID?
  }

  /// Called with the end and the owner of a job that did not return.
  typealias FailureHandler = @Sendable (GuardedEnding, SubmissionID?) -> Void

  init(owners: JobOwners) { self.owners = owners }

  /// Starts the threads. `failed` is called on one of them.
  func start(failed: @escaping FailureHandler) {
    for number in 0..<max(2, Allotment.current.processors) {
      startWorker(number, failed)
    }
  }

  func enqueue(_ job: Job) {
    waiting.withLock { $0.append(job) }
    ready.signal()
  }

  /// Interrupts threads that run the cell's jobs; `false` if there are none.
  func interrupt(_ cell: SubmissionID) -> Bool {
    let threads = workers.withLock { $0.values.filter { $0.owner == cell }.map(\.thread) }
    for thread in threads { thread.interrupt() }
    return !threads.isEmpty
  }

  private func startWorker(_ number: Int, _ failed: @escaping FailureHandler) {
    // Locked until the worker is registered, so that its thread cannot record its owner before.
    workers.withLock { workers in
      let thread = startGuardedThread(stackSize: 8 << 20) { self.work(number, failed) }
      workers[number] = thread.map { Worker(thread: $0, owner: nil) }
    }
  }

  private func work(_ number: Int, _ failed: @escaping FailureHandler) {
    while true {
      ready.wait()
      guard let job = waiting.withLock({ $0.popFirst() }) else { continue }
      if owners.isAbandoned(job) { continue }
      note(job.owner, of: number)
      SubmissionID.ofThisThread = job.owner
      let ending = guarded { executorsRun(job.pointer) }
      if ending.end != GuardedReturned {
        return onFreshThread {
          self.startWorker(number, failed)
          failed(ending, job.owner)
        }
      }
      note(nil, of: number)
    }
  }

  private func note(_ owner: SubmissionID?, of number: Int) {
    workers.withLock { $0[number]?.owner = owner }
  }
}
