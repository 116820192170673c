internal import Foundation

/// The state of a package on this machine: which files it has, how long they are and when they changed.
enum FolderState {
  /// - Throws: ``PackageFailure`` when there is no package.
  static func of(_ path: String) throws(PackageFailure) -> String {
    let files = FileManager.default
    guard files.fileExists(atPath: path + "/Package.swift") else {
      throw PackageFailure("there is no package at \(path): it has no file Package.swift")
    }
    let root = URL(filePath: path)
    let keys: [URLResourceKey] = [.isDirectoryKey, .fileSizeKey, .contentModificationDateKey]
    guard let all = files.enumerator(at: root, includingPropertiesForKeys: keys, options: [.skipsHiddenFiles]) else {
      throw PackageFailure("the folder \(path) cannot be read")
    }
    var lines: [String] = []
    for case let file as URL in all {
      guard let values = try? file.resourceValues(forKeys: Set(keys)), values.isDirectory != true else { continue }
      let changed = values.contentModificationDate?.timeIntervalSince1970 ?? 0
      lines.append("\(file.path) \(values.fileSize ?? 0) \(changed)")
    }
    return Digest.text(lines.sorted().joined(separator: "\n"))
  }

  /// Bytes of all files in a folder.
  static func size(_ path: String) -> Int {
    let keys: [URLResourceKey] = [.totalFileAllocatedSizeKey]
    guard let all = FileManager.default.enumerator(at: URL(filePath: path), includingPropertiesForKeys: keys) else {
      return 0
    }
    return all.reduce(into: 0) { sum, file in
      sum += (try? (file as? URL)?.resourceValues(forKeys: Set(keys)).totalFileAllocatedSize) ?? 0
    }
  }
}
