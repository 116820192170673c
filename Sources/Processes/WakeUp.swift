internal import CSuperposePipe
public import Foundation

/// A pipe with which any thread or a signal handler ends another thread's poll.
public final class WakeUp: Sendable {
  /// Readable once ``signal()`` was called.
  public let readEnd: Int32
  /// The descriptor for signal handlers: writing a byte has the effect of ``signal()``.
  public let writeEnd: Int32

  /// - Throws: `POSIXError`, such as `EMFILE` when too many files are open.
  public init() throws(POSIXError) {
    var ends: [Int32] = [-1, -1]
    guard pipe_for_one_child(&ends) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE)
    }
    for end in ends { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Wakes the poll, now or the next time it starts. A full pipe wakes it as well.
  public func signal() {
    var byte: UInt8 = 1
    _ = write(writeEnd, &byte, 1)
  }

  /// Clears received signals.
  public func drain() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(readEnd, &bytes, bytes.count) == bytes.count {}
  }

  /// Blocks until a signal comes.
  public func wait() {
    var polled = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
    while poll(&polled, 1, -1) < 1 {}
  }
}
