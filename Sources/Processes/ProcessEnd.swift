public import Foundation

/// How a process ended.
public struct ProcessEnd: Sendable, Equatable {
  /// The signal that killed it, or `nil` if it exited with ``code``.
  public var signal: Int32?
  public var code: Int32

  /// Whether it exited with 0.
  public var isSuccess: Bool { signal == nil && code == 0 }

  /// - Parameter status: The status from `waitpid`.
  public init(status: Int32) {
    let signal = status & 0x7f
    self.signal = signal == 0 ? nil : signal
    code = (status >> 8) & 0xff
  }

  /// Blocks until a child of this process has ended, without reaping it.
  static func await(_ child: pid_t) {
    var information = siginfo_t()
    while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
  }

  /// Blocks until a child of this process has ended, and reaps it.
  public static func wait(for child: pid_t) -> ProcessEnd {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 && errno == EINTR {}
    return ProcessEnd(status: status)
  }

  /// The end of a child, which is then reaped; `nil` while it runs.
  public static func look(at child: pid_t) -> ProcessEnd? {
    var status: Int32 = 0
    return waitpid(child, &status, WNOHANG) == 0 ? nil : ProcessEnd(status: status)
  }
}
