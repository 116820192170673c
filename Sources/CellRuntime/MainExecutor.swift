import CSuperposeCellHost
import SuperposeEvaluation
import Synchronization

/// The main actor's executor. One thread at a time runs its jobs: the cell's thread while a cell
/// runs, the thread of ``IdleLoop`` between cells.
final class MainExecutor: SerialExecutor {
  private let owners: JobOwners
  private let waiting = Mutex<[Job]>([])
  private let ready = Semaphore()
  private let access = Semaphore(1)
  private let thread = Atomic<UInt>(0)

  init(owners: JobOwners) { self.owners = owners }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = owners.identify(unsafeBitCast(UnownedJob(job), to: UnsafeMutableRawPointer.self))
    waiting.withLock { $0.append(job) }
    ready.signal()
  }

  // MARK: Which thread

  /// Makes the calling thread the main actor's thread after the previous thread has released it.
  func acquire() {
    access.wait()
    takeOver()
  }

  /// Makes the calling thread the main actor's thread, replacing a thread that will not release it.
  func takeOver() { thread.store(currentThread, ordering: .relaxed) }

  /// Lets another thread acquire the executor.
  func release() { access.signal() }

  private var currentThread: UInt { UInt(bitPattern: guardedCurrent()) }

  func checkIsolated() {
    precondition(
      isIsolatingCurrentContext() ?? false,
      "Incorrect actor executor assumption; expected to run on the main actor.")
  }

  func isIsolatingCurrentContext() -> Bool? {
    currentThread != 0 && thread.load(ordering: .relaxed) == currentThread
  }

  // MARK: Jobs

  /// Runs jobs forever: asynchronous top-level code ends inside one of them.
  func drain() -> Never {
    while true { runNext() }
  }

  /// Waits for a job and runs it, on behalf of its owner. Returns immediately after ``wake()``.
  func runNext() {
    ready.wait()
    guard let job = waiting.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else { return }
    if owners.isAbandoned(job) { return }
    let own = SubmissionID.ofThisThread
    SubmissionID.ofThisThread = job.owner ?? own
    job.unowned.runSynchronously(on: asUnownedSerialExecutor())
    SubmissionID.ofThisThread = own
  }

  /// Makes ``runNext()`` return.
  func wake() { ready.signal() }
}
