import Dispatch

/// All jobs of Swift concurrency in this process: their owners and executors.
///
/// Because it replaces the runtime's executors, a trap in a detached task ends only that task, and
/// jobs of an abandoned cell can be dropped.
package final class Jobs: Sendable {
  let owners: JobOwners
  let main: MainExecutor
  let pool: JobPool

  package init() {
    owners = JobOwners()
    main = MainExecutor(owners: owners)
    pool = JobPool(owners: owners)
  }

  /// Runs the main actor's jobs forever, on behalf of the calling thread's cell.
  ///
  /// A cell's main task runs without being enqueued, and is first seen when the end of another task
  /// resumes it. A task created now has a higher number, so the main task is attributed to this
  /// cell.
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
