import CSuperposeCellHost
import Synchronization

/// Threads whose printed text is redirected.
package final class PrintRedirections: Sendable {
  // Keyed by the threads' records, which are never freed, so no thread gets another one's entry.
  private let takers = Mutex<[UInt: @Sendable (String, Bool) -> Void]>([:])

  package init() {}

  private var thread: UInt { UInt(bitPattern: guardedCurrent()) }

  /// Redirects the calling thread's printed text to `taker`; `nil` ends the redirection.
  func set(_ taker: (@Sendable (_ text: String, _ isError: Bool) -> Void)?) {
    takers.withLock { $0[thread] = taker }
    printingDivert(taker != nil)
  }

  /// Removes the redirection of an abandoned thread.
  func forget(_ thread: GuardedHandle?) {
    guard let thread else { return }
    takers.withLock { $0[UInt(bitPattern: thread.thread)] = nil }
  }

  /// Redirects the calling thread's printed text; `false` if there is no redirection.
  func take(_ text: String, isError: Bool) -> Bool {
    guard let taker = takers.withLock({ $0[thread] }) else { return false }
    taker(text, isError)
    return true
  }
}
