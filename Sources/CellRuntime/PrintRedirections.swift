import CSuperposeCellHost
import Synchronization

/// Threads whose prints go elsewhere than to their cell.
package final class PrintRedirections: Sendable {
  // By the threads' records, which are never freed: no thread finds another's.
  private let takers = Mutex<[UInt: @Sendable (String, Bool) -> Void]>([:])

  package init() {}

  private var thread: UInt { UInt(bitPattern: guardedCurrent()) }

  /// Sends the calling thread's prints to `taker`, or with `nil` to its cell again.
  func set(_ taker: (@Sendable (_ text: String, _ isError: Bool) -> Void)?) {
    takers.withLock { $0[thread] = taker }
    printingDivert(taker != nil)
  }

  /// Forgets the redirection of a thread that was left in the middle of its work.
  func forget(_ thread: GuardedHandle?) {
    guard let thread else { return }
    takers.withLock { $0[UInt(bitPattern: thread.thread)] = nil }
  }

  /// Takes what the calling thread prints; `false` when its prints are not redirected.
  func take(_ text: String, isError: Bool) -> Bool {
    guard let taker = takers.withLock({ $0[thread] }) else { return false }
    taker(text, isError)
    return true
  }
}
