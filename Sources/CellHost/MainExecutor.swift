import CSuperposeCellHost
import SuperposeEvaluation
import Synchronization

/// The main actor's executor: whichever thread holds the baton drains it.
///
/// While a cell runs, that is the cell's thread; between cells, ``IdleLoop``'s.
final class MainExecutor: SerialExecutor {
  private let waiting = Mutex<[Job]>([])
  private let ready = Semaphore()
  /// The right to run the main actor's jobs.
  let baton = Semaphore(1)
  private let holder = Atomic<UInt>(0)

  func enqueue(_ job: consuming ExecutorJob) {
    let pointer = unsafeBitCast(UnownedJob(job), to: UnsafeMutableRawPointer.self)
    let job = Host.shared.jobs.identify(pointer)
    waiting.withLock { $0.append(job) }
    ready.signal()
  }

  /// Runs jobs for ever: the end of asynchronous top-level code leaves from inside one of them.
  func drain() -> Never {
    while true { runNext() }
  }

  /// Waits for a job and runs it, on behalf of its owner. Returns at once after ``wake()``.
  func runNext() {
    ready.wait()
    guard let job = waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return }
    if Host.shared.jobs.isAbandoned(job) { return }
    let own = SubmissionID.ofThisThread
    SubmissionID.ofThisThread = job.owner ?? own
    job.unowned.runSynchronously(on: asUnownedSerialExecutor())
    SubmissionID.ofThisThread = own
  }

  /// Makes ``runNext()`` return.
  func wake() { ready.signal() }

  /// Marks the calling thread as the main actor's.
  func becomeMain() { holder.store(currentThread, ordering: .relaxed) }

  private var currentThread: UInt { UInt(bitPattern: guardedCurrent()) }

  func checkIsolated() {
    precondition(
      isIsolatingCurrentContext() ?? false,
      "Incorrect actor executor assumption; expected to run on the main actor.")
  }

  func isIsolatingCurrentContext() -> Bool? {
    currentThread != 0 && holder.load(ordering: .relaxed) == currentThread
  }
}
