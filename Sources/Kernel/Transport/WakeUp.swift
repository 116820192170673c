import Glibc

/// A pipe by which any thread ends another thread's poll.
final class WakeUp: Sendable {
  /// Readable once ``signal()`` was called.
  let readEnd: Int32
  private let writeEnd: Int32

  init() throws(ZMQError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw ZMQError(code: errno, call: "pipe", subject: "the transport's wake-up")
    }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
    }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Wakes the poll, now or the next time it starts. A full pipe wakes it as well.
  func signal() {
    var byte: UInt8 = 1
    _ = write(writeEnd, &byte, 1)
  }

  /// Forgets the signals that have come.
  func drain() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(readEnd, &bytes, bytes.count) == bytes.count {}
  }
}
