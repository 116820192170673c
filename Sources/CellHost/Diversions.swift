import CSuperposeCellHost
import Synchronization

/// Threads whose prints go elsewhere than to their cell.
final class Diversions: Sendable {
  // By the threads' records, which are never freed: no thread finds another's.
  private let takers = Mutex<[UInt: @Sendable (String, Bool) -> Void]>([:])

  private var thread: UInt { UInt(bitPattern: guardedCurrent()) }

  func set(_ taker: (@Sendable (String, Bool) -> Void)?) {
    takers.withLock { $0[thread] = taker }
    overridesDivertPrints(taker != nil)
  }

  /// What a thread that was left in the middle had asked for.
  func forget(_ thread: GuardedHandle?) {
    guard let thread else { return }
    takers.withLock { $0[UInt(bitPattern: thread.thread)] = nil }
  }

  /// `false` when the calling thread's prints are not diverted.
  func take(_ text: String, isError: Bool) -> Bool {
    guard let taker = takers.withLock({ $0[thread] }) else { return false }
    taker(text, isError)
    return true
  }
}
