import Dispatch

/// Every job of Swift concurrency in this process: who owns it, and where it runs.
///
/// Standing in for the runtime's own executors is what lets a trap in a detached task end only that
/// task, and lets the jobs of an abandoned cell be dropped when they come due.
package final class Jobs: Sendable {
  let owners: JobOwners
  let main: MainExecutor
  let pool: JobPool

  package init() {
    owners = JobOwners()
    main = MainExecutor(owners: owners)
    pool = JobPool(owners: owners)
  }

  /// Runs the main actor's jobs for ever, on behalf of the cell that the calling thread works for.
  ///
  /// A cell's main task runs without being enqueued, and is first seen when another's end resumes it. The
  /// number of a task made now is beyond the main task's, which is so counted to this cell.
  func drainMain() -> Never {
    Task.detached {}
    main.drain()
  }

  /// Runs the job on the pool.
  func enqueue(_ pointer: UnsafeMutableRawPointer) {
    pool.enqueue(owners.identify(pointer))
  }

  /// Runs the job on the pool in `nanoseconds`.
  func enqueue(_ pointer: UnsafeMutableRawPointer, after nanoseconds: UInt64) {
    let job = owners.identify(pointer)
    let delay = Int(min(nanoseconds, UInt64(Int.max / 2)))
    DispatchQueue.global().asyncAfter(deadline: .now() + .nanoseconds(delay)) { [pool] in
      pool.enqueue(job)
    }
  }
}
