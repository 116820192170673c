import Foundation
import Synchronization

import Glibc

/// Signal handling of the process. It uses handlers instead of ignoring signals, because children
/// would inherit ignored signals.
package enum Signals {
  /// The descriptor to which handlers write the number of their signal.
  private static let writeEnd = Atomic<Int32>(-1)

  /// Makes the process survive SIGINT and SIGPIPE.
  ///
  /// SIGINT comes from clients that interrupt by signal before they shut down, and from Ctrl-C in
  /// the terminal of `jupyter console`.
  package static func surviveInterrupts() {
    for survived in [SIGINT, SIGPIPE] { signal(survived) { _ in } }
  }

  /// Calls `end` once, on a separate thread, at the first SIGTERM or SIGHUP.
  package static func whenTerminated(_ end: @escaping @Sendable () -> Void) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let readEnd = ends[0]
    writeEnd.store(ends[1], ordering: .sequentiallyConsistent)
    for ending in [SIGTERM, SIGHUP] { signal(ending) { Signals.report($0) } }
    Thread.detachNewThread {
      var byte: UInt8 = 0
      while read(readEnd, &byte, 1) < 0 && errno == EINTR {}
      end()
    }
  }

  /// Runs in a signal handler: nothing here may allocate or lock.
  private static func report(_ signal: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(writeEnd.load(ordering: .relaxed), &byte, 1)
    errno = saved
  }
}
