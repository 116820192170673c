import CSuperposeCellHost
import Glibc

/// A counting semaphore on which a guarded thread can be interrupted.
final class Semaphore: @unchecked Sendable {  // sem_t is made for several threads.
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init(_ count: UInt32 = 0) { sem_init(semaphore, 0, count) }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func signal() { sem_post(semaphore) }
  func wait() { guardedWait(semaphore) }
}
