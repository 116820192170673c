import Dispatch
import Foundation
import Glibc
import SuperposeProcesses
import Synchronization

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
    guard let wakeUp = try? WakeUp() else { return }
    writeEnd.store(wakeUp.writeEnd, ordering: .sequentiallyConsistent)
    for ending in [SIGTERM, SIGHUP] { signal(ending) { Signals.report($0) } }
    Thread.detachNewThread {
      wakeUp.wait()
      end()
      // The handlers write to it until the process has ended.
      _ = Unmanaged.passRetained(wakeUp)
    }
  }

  /// Calls `interrupt` at every SIGINT, on a queue of the system.
  package static func whenInterrupted(_ interrupt: @escaping @Sendable () -> Void) {
    surviveInterrupts()
    let source = DispatchSource.makeSignalSource(signal: SIGINT)
    source.setEventHandler(handler: interrupt)
    source.resume()
    // It works for as long as the process lives.
    _ = Unmanaged.passRetained(source as AnyObject)
  }

  /// Runs in a signal handler: nothing here may allocate or lock.
  private static func report(_ signal: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(writeEnd.load(ordering: .relaxed), &byte, 1)
    errno = saved
  }
}
