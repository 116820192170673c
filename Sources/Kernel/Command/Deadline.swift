import Foundation

import Glibc

/// The end of a kernel's process, whatever its threads are doing.
///
/// Neither by returning, as a cell that still runs would keep the process, nor by `exit`: it runs
/// the libraries' finalizers beside threads that may be signing the last cell's reply, for which
/// libcrypto is gone then.
enum Deadline {
  /// Ends the process now. Whatever is to be kept must have been written.
  static func end() -> Never { _exit(0) }

  /// Ends the process after `seconds`: clients wait 2.5 s before they kill.
  static func end(after seconds: TimeInterval) {
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: seconds)
      end()
    }
  }
}
