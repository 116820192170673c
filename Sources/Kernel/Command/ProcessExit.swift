import Foundation
import Glibc

/// The end of the kernel's process, whatever its threads are doing.
///
/// Returning from `main` would wait for a cell that still runs. `exit` runs the libraries' finalizers
/// while threads may still sign the last cell's reply with libcrypto.
enum ProcessExit {
  /// Ends the process now. Whatever is to be kept must have been written.
  static func exitNow() -> Never { _exit(0) }

  /// Ends the process after `seconds`: clients wait 2.5 s before they kill.
  static func exit(after seconds: TimeInterval) {
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: seconds)
      exitNow()
    }
  }
}
