internal import Foundation

extension SharedFolder {
  /// Checks that root or this user has made the folder with all that is in it, and that nobody else can change it.
  ///
  /// - Throws: ``FileFailure``, also when there is a symbolic link in it.
  package static func checkTrusted(_ path: String) throws(FileFailure) {
    var parent = URL(filePath: path).deletingLastPathComponent()
    while true {
      guard let place = FileIdentity(following: parent.path) else { throw .latest(parent.path) }
      if place.letsOthersRename { throw FileFailure(parent.path, "other users can rename files in this folder") }
      if parent.path == "/" { break }
      parent.deleteLastPathComponent()
    }
    try checkMaker(path)
    guard let inside = FileManager.default.enumerator(atPath: path) else { throw .latest(path) }
    for case let name as String in inside { try checkMaker("\(path)/\(name)") }
  }

  private static func checkMaker(_ path: String) throws(FileFailure) {
    guard let found = FileIdentity(at: path) else { throw .latest(path) }
    guard found.isFolder || found.isFile else { throw FileFailure(path, "neither a file nor a folder") }
    guard found.isOurs || found.owner == 0 else { throw FileFailure(path, "another user than root owns this") }
    guard found.mode & 0o022 == 0 else { throw FileFailure(path, "other users can change this") }
  }

  /// Checks that a folder is this user's own, and can be written into.
  ///
  /// - Throws: ``FileFailure``.
  package static func checkOwn(_ path: String) throws(FileFailure) {
    guard let found = FileIdentity(following: path) else { throw .latest(path) }
    guard found.isOurs else { throw FileFailure(path, "another user owns this folder") }
    guard FileManager.default.isWritableFile(atPath: path) else { throw FileFailure(path, "read-only") }
  }

  /// Lets everyone read a folder with all that is in it, and only its owner change it.
  ///
  /// - Throws: ``FileFailure``.
  package static func open(_ path: String) throws(FileFailure) {
    guard let inside = FileManager.default.enumerator(atPath: path) else { throw .latest(path) }
    var paths = [path]
    for case let name as String in inside { paths.append("\(path)/\(name)") }
    for path in paths {
      guard let found = FileIdentity(at: path), chmod(path, found.isFolder ? 0o755 : 0o644) == 0 else {
        throw .latest(path)
      }
    }
  }
}
