package import Foundation

/// Who may read what is installed.
package enum Readers: Sendable {
  /// As the umask says.
  case asUsual
  /// Every user of the system.
  case everyone
}

/// Folders and files that are installed.
package enum SharedFolder {
  /// Makes the folder and those above it that are missing.
  ///
  /// - Throws: ``FileFailure``.
  package static func prepare(_ path: String, for readers: Readers) throws(FileFailure) {
    if let found = FileIdentity(following: path) {
      guard found.isFolder else { throw FileFailure(path, "not a folder") }
      return
    }
    let parent = URL(filePath: path).deletingLastPathComponent().path
    if parent != path { try prepare(parent, for: readers) }
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw .latest(path) }
    if case .everyone = readers, chmod(path, 0o755) != 0 { throw .latest(path) }
  }

  /// Writes a whole file of such a folder, in place of an earlier one, in one step.
  ///
  /// - Throws: What the system says.
  package static func write(_ data: Data, to path: String, for readers: Readers) throws {
    try data.write(to: URL(filePath: path), options: .atomic)
    if case .everyone = readers {
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    }
  }
}
