import Dispatch

/// Runs an actor on a queue of its own, where it may block.
package final class BlockingExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "client")

  package init() {}

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
