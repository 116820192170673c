internal import Foundation

/// A private folder of one process, which other processes know to be in use: a file in it is locked for
/// as long as this object lives. A lock is seen from other PID namespaces too, where the number of a
/// process says nothing.
package final class HeldFolder: Sendable {
  package let path: String
  private let folder: Int32
  private let lock: Int32

  /// Makes a folder of a new name, `prefix` and six characters, in `parent`, and holds it.
  ///
  /// - Throws: ``FileFailure``.
  package convenience init(prefix: String, in parent: String) throws(FileFailure) {
    let path = try PrivateFolder.makeTemporary(prefix: prefix, in: parent)
    try self.init(holding: path)
  }

  /// Makes a folder at `path`, where nothing may be, and holds it.
  ///
  /// - Throws: ``FileFailure``.
  package convenience init(at path: String) throws(FileFailure) {
    try PrivateFolder.create(path)
    try self.init(holding: path)
  }

  private init(holding path: String) throws(FileFailure) {
    self.path = path
    folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    // Cleaners of temporary folders, such as systemd's, leave a locked folder alone. Where folders
    // cannot be locked, the file's lock is enough for other kernels.
    _ = flock(folder, LOCK_EX | LOCK_NB)
    lock = openat(folder, Self.lockName, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard folder >= 0, lock >= 0, flock(lock, LOCK_EX) == 0 else { throw .latest(path) }
    _ = Self.machine.withUnsafeBytes { write(lock, $0.baseAddress, $0.count) }
    // Another kernel may have taken it for an abandoned one before it was locked.
    guard isThere else { throw FileFailure(path, "removed by another process") }
  }

  deinit {
    close(lock)
    close(folder)
  }

  /// Whether the folder is still at its path, and is the same one.
  package var isThere: Bool {
    guard let found = FileIdentity(at: path), let own = FileIdentity(of: folder) else { return false }
    return found.isSameFile(as: own)
  }

  /// Removes the folder, if the one at its path is this one.
  ///
  /// - Throws: What the system says when something in it cannot be removed.
  package func remove() throws {
    if isThere { try Self.remove(path) }
  }
}

// MARK: Removing

extension HeldFolder {
  private static let lockName = "lock"
  /// The end of the names of folders that are being removed.
  private static let removedSuffix = ".removed"

  /// Removes the folder at `path` with all that is in it.
  ///
  /// Programs that have not ended yet may still write into it. They do not find it under its new name. The
  /// lock goes last, so that another process completes a removal that was cut short.
  private static func remove(_ path: String) throws {
    var removed = path
    if !path.hasSuffix(removedSuffix), rename(path, path + removedSuffix) == 0 { removed += removedSuffix }
    var rounds = 20
    while true {
      do { return try removeOnce(removed) } catch {
        // Such a program has made, renamed or removed a file meanwhile. The next round removes what is there then.
        rounds -= 1
        guard FileManager.default.fileExists(atPath: removed) else { return }
        guard rounds > 0 else { throw error }
      }
    }
  }

  private static func removeOnce(_ path: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path) where name != lockName {
      try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }
    try FileManager.default.removeItem(atPath: path)
  }
}

// MARK: Folders that others have left

extension HeldFolder {
  /// How long a folder that another machine made is kept, in seconds: its lock may not be seen here.
  private static let patience = 7 * 24 * 3600
  /// How long a folder without a lock is kept, in seconds: it may be one that is being made.
  private static let patienceWithoutLock = 3600

  /// Removes this user's folders in `parent` whose processes have ended.
  package static func removeAbandoned(prefix: String, in parent: String) {
    // A folder that cannot be read has nothing that could be removed.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where name.hasPrefix(prefix) { removeIfAbandoned("\(parent)/\(name)") }
  }

  private static func removeIfAbandoned(_ path: String) {
    guard let found = FileIdentity(at: path), found.isFolder, found.isOurs, found.isPrivate else { return }
    let lock = open("\(path)/\(lockName)", O_RDWR | O_NOFOLLOW | O_CLOEXEC)
    let isWithoutLock = lock < 0 && errno == ENOENT
    defer { if lock >= 0 { close(lock) } }
    let isAbandoned =
      lock < 0
      ? isWithoutLock && found.isOlder(than: patienceWithoutLock)
      : flock(lock, LOCK_EX | LOCK_NB) == 0 && (isFromHere(lock) || isOld(lock))
    // What cannot be removed now is tried again by the next kernel.
    if isAbandoned { try? remove(path) }
  }

  /// Which start of which machine this is. A folder on the network may not show other machines' locks.
  private static let machine =
    FileManager.default.contents(atPath: "/proc/sys/kernel/random/boot_id") ?? Data()

  private static func isFromHere(_ lock: Int32) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = pread(lock, &bytes, bytes.count, 0)
    return Data(bytes.prefix(max(0, count))) == machine
  }

  private static func isOld(_ lock: Int32) -> Bool {
    FileIdentity(of: lock)?.isOlder(than: patience) ?? false
  }
}
