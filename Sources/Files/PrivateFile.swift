package import Foundation

/// Files that no other user can read or change, whatever the umask is.
package enum PrivateFile {
  /// Makes an empty file with mode 0600, or gives an existing one that mode.
  ///
  /// - Throws: ``FileFailure``, also when the path is a link or another user's file.
  package static func prepare(_ path: String) throws(FileFailure) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == ELOOP { throw FileFailure(path, "a link; wanted a file") }
      throw .latest(path)
    }
    defer { close(descriptor) }
    guard let found = FileIdentity(of: descriptor) else { throw .latest(path) }
    guard found.isOurs else { throw FileFailure(path, "another user owns this file") }
    guard fchmod(descriptor, 0o600) == 0 else { throw .latest(path) }
  }

  /// Writes the whole file, in place of an earlier one, in one step. The mode is 0600 from the beginning.
  ///
  /// - Throws: ``FileFailure``.
  package static func write(_ data: Data, to path: String) throws(FileFailure) {
    var template = Array("\(path).XXXXXX".utf8CString)
    // With mode 0600, whatever the umask is.
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .latest(path) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let failure = writeAll(data, to: descriptor)
    close(descriptor)
    if failure != 0 || rename(template, path) != 0 {
      let code = failure != 0 ? failure : errno
      unlink(template)
      throw FileFailure(path, String(cString: strerror(code)))
    }
  }

  /// 0, or the number of the error.
  private static func writeAll(_ data: Data, to descriptor: Int32) -> Int32 {
    guard fchmod(descriptor, 0o600) == 0 else { return errno }
    var rest = data[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return errno }
    }
    return 0
  }
}
