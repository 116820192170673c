internal import Glibc

/// The space that is left on a disk.
package enum FreeSpace {
  /// How many bytes this user may still write to the disk of a file or folder; `nil` if that is not known.
  package static func bytes(at path: String) -> Int? {
    var disk = statvfs()
    guard statvfs(path, &disk) == 0 else { return nil }
    return Int(disk.f_bavail) * Int(disk.f_frsize)
  }
}
