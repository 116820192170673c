internal import Foundation

/// A lock on a file, held until this object is released. The system releases it when the process ends.
package final class FileLock: Sendable {
  enum Kind {
    /// For one holder.
    case exclusive
    /// For any number of holders, and no exclusive one.
    case shared
  }

  private let descriptor: Int32

  /// - Returns: `nil` when others hold the lock.
  /// - Throws: ``PackageFailure`` when the file cannot be opened.
  init?(_ kind: Kind, _ path: String) throws(PackageFailure) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw PackageFailure("\(path) cannot be opened: \(String(cString: strerror(errno)))")
    }
    guard flock(descriptor, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 else { return nil }
  }

  /// Waits for the lock. Cancelling the task ends the wait.
  static func waiting(
    for path: String, _ kind: Kind, onWait: @Sendable () -> Void
  ) async throws -> FileLock {
    if let lock = try FileLock(kind, path) { return lock }
    onWait()
    while true {
      try await Task.sleep(for: .milliseconds(100))
      if let lock = try FileLock(kind, path) { return lock }
    }
  }

  deinit { close(descriptor) }
}
