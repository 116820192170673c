import Foundation
import Glibc

/// Ends the kernel's process while its other threads may still run.
///
/// Returning from `main` would wait for a cell that still runs. `exit` runs the libraries' finalizers
/// while threads may still sign the last cell's reply with libcrypto.
enum ProcessExit {
  /// Ends the process now. Write everything that must be kept before.
  static func exitNow(_ status: Int32 = 0) -> Never { _exit(status) }

  /// Ends the process after `seconds`. Clients kill the kernel after 2.5 s.
  static func exit(after seconds: TimeInterval) {
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: seconds)
      exitNow()
    }
  }
}
