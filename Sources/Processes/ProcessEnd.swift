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

  /// Reaps what a child has left running in its process group, each process when it ends, on a thread of its own.
  /// This process must adopt orphans.
  public static func reapLater(group: pid_t) {
    // 0: there are some, and none has ended.
    var found = waitpid(-group, nil, WNOHANG)
    while found > 0 { found = waitpid(-group, nil, WNOHANG) }
    guard found == 0 else { return }
    Thread.detachNewThread {
      while waitpid(-group, nil, 0) > 0 || errno == EINTR {}
    }
  }

  /// The end of a child, which is then reaped; `nil` while it runs.
  public static func look(at child: pid_t) -> ProcessEnd? {
    var status: Int32 = 0
    return waitpid(child, &status, WNOHANG) == 0 ? nil : ProcessEnd(status: status)
  }
}
