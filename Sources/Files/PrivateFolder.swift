internal import Foundation

/// Folders that no other user can read, enter or change, whatever the umask is.
package enum PrivateFolder {
  /// Makes the folder, and those above it that are missing, with mode 0700. An existing folder is used
  /// only if it is this user's own and no other user could have written into it.
  ///
  /// - Throws: ``FileFailure``.
  package static func prepare(_ path: String) throws(FileFailure) {
    let parent = URL(filePath: path).deletingLastPathComponent().path
    if parent != path, FileIdentity(following: parent) == nil { try prepare(parent) }
    try checkPlace(parent)
    try create(path, orUseExisting: true)
  }

  /// Makes a folder of a new name, `prefix` and six characters, with mode 0700.
  ///
  /// - Parameter parent: Must not let other users rename what is in it.
  /// - Returns: The path.
  /// - Throws: ``FileFailure``.
  package static func makeTemporary(
    prefix: String, in parent: String
  ) throws(FileFailure) -> String {
    try checkPlace(parent)
    var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw .latest(parent) }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Makes a folder with mode 0700 at a path where nothing is.
  ///
  /// - Throws: ``FileFailure``, also when something is there.
  package static func create(_ path: String) throws(FileFailure) {
    try create(path, orUseExisting: false)
  }

  /// Checks a folder of the user's choice, which keeps its mode: no other user may put files there.
  ///
  /// - Throws: ``FileFailure``.
  package static func checkUnshared(_ path: String) throws(FileFailure) {
    guard let found = FileIdentity(following: path) else { throw .latest(path) }
    if found.isWritableByOthers || found.letsOthersRename {
      throw FileFailure(path, "other users can write into this folder")
    }
  }

  private static func checkPlace(_ parent: String) throws(FileFailure) {
    guard let place = FileIdentity(following: parent) else { throw .latest(parent) }
    guard place.isFolder else { throw FileFailure(parent, "not a folder") }
    if place.letsOthersRename {
      throw FileFailure(
        parent, "other users can rename files in this folder; wanted a folder of your own")
    }
  }

  private static func create(_ path: String, orUseExisting: Bool) throws(FileFailure) {
    if mkdir(path, 0o700) != 0 {
      guard errno == EEXIST, orUseExisting else { throw .latest(path) }
    }
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ELOOP || errno == ENOTDIR { throw FileFailure(path, "not a folder, or a link") }
      throw .latest(path)
    }
    defer { close(descriptor) }
    guard let found = FileIdentity(of: descriptor) else { throw .latest(path) }
    guard found.isOurs else { throw FileFailure(path, "another user owns this folder") }
    guard !found.isWritableByOthers else {
      throw FileFailure(path, "other users can write into this folder. Remove it, or run chmod 700")
    }
    guard found.mode & 0o7777 == 0o700 || fchmod(descriptor, 0o700) == 0 else { throw .latest(path) }
  }
}
