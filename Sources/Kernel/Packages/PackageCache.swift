package import Foundation
internal import SuperposeFiles

/// The sets of packages that were built for this user, each in a folder of its own. All notebooks share
/// them.
package struct PackageCache: Sendable {
  /// The folder of all sets.
  package let folder: String
  /// How many bytes may stay; the sets that were used least recently are removed when another one needs
  /// the room.
  let limit: Int

  package init(folder: String, limit: Int = PackageCache.usualLimit) {
    self.folder = folder
    self.limit = limit
  }

  package static let usualLimit = 4 << 30

  /// One set in the cache.
  package struct Entry: Sendable {
    package let folder: String
    package let packages: [String: String]
    package let modules: [String]
    package let size: Int
    package let lastUse: Date
  }

  /// What is built, the set used last first. Unfinished builds are left out.
  package func entries() -> [Entry] {
    folders.compactMap { folder in
      guard let built = try? read(folder),
        let attributes = try? FileManager.default.attributesOfItem(atPath: folder + Self.record),
        let date = attributes[.modificationDate] as? Date
      else { return nil }
      return Entry(
        folder: folder, packages: built.versions, modules: built.modules, size: FolderState.size(folder),
        lastUse: date)
    }.sorted { $0.lastUse > $1.lastUse }
  }

  /// Removes what no notebook uses at the moment.
  ///
  /// - Returns: How many sets and bytes were removed.
  package func prune(keeping bytes: Int = 0) -> (sets: Int, bytes: Int) {
    var (kept, removed, freed) = (0, 0, 0)
    let finished = entries()
    for entry in finished {
      kept += entry.size
      guard kept > bytes, remove(entry.folder) else { continue }
      (removed, freed, kept) = (removed + 1, freed + entry.size, kept - entry.size)
    }
    let known = Set(finished.map(\.folder))
    for folder in folders where bytes == 0 && !known.contains(folder) {
      let size = FolderState.size(folder)
      if remove(folder) { (removed, freed) = (removed + 1, freed + size) }
    }
    return (removed, freed)
  }

  private var folders: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { !$0.hasSuffix(".lock") && !$0.hasSuffix(".use") }.sorted().map { "\(folder)/\($0)" }
  }

  /// `false` when a notebook uses it or builds it.
  private func remove(_ path: String) -> Bool {
    guard let lock = try? FileLock(.exclusive, path + ".lock"), let use = try? FileLock(.exclusive, path + ".use")
    else {
      return false
    }
    defer { withExtendedLifetime((lock, use)) {} }
    return (try? FileManager.default.removeItem(atPath: path)) != nil
  }

  // MARK: One set

  /// The description of a finished build.
  static let record = "/built.json"

  func read(_ folder: String) throws -> BuiltPackages {
    try JSONDecoder().decode(BuiltPackages.self, from: Data(contentsOf: URL(filePath: folder + Self.record)))
  }

  func write(_ built: BuiltPackages, to folder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try encoder.encode(built).write(to: URL(filePath: folder + Self.record), options: .atomic)
  }

  /// Notes that a set is used now.
  func touch(_ folder: String) {
    // The time only says what to remove first.
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: folder + Self.record)
  }

  /// Makes the folder of a set.
  ///
  /// - Throws: ``PackageFailure``.
  func prepare(_ path: String) throws(PackageFailure) {
    do { try PrivateFolder.prepare(path) } catch { throw PackageFailure("\(error)") }
  }
}
