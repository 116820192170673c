import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The last resort of a process that is to end.
enum Deadline {
  /// Ends the process after `seconds`, whatever it is doing: clients wait 2.5 s before they kill.
  static func exit(after seconds: TimeInterval) {
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: seconds)
      _exit(0)
    }
  }
}
