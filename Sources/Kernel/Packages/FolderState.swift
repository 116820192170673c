internal import Foundation
internal import SuperposeFingerprints

/// The state of a package on this machine: which files it has, and what is in them.
enum FolderState {
  /// - Throws: ``PackageFailure`` when there is no package.
  static func of(_ path: String) throws(PackageFailure) -> String {
    let files = FileManager.default
    guard files.fileExists(atPath: path + "/Package.swift") else {
      throw PackageFailure("there is no package at \(path): it has no file Package.swift")
    }
    let root = URL(filePath: path).standardizedFileURL.path + "/"
    let keys: [URLResourceKey] = [.isDirectoryKey]
    guard
      let all = files.enumerator(
        at: URL(filePath: root), includingPropertiesForKeys: keys, options: [.skipsHiddenFiles])
    else { throw PackageFailure("the folder \(path) cannot be read") }
    var lines: [String] = []
    for case let file as URL in all {
      guard (try? file.resourceValues(forKeys: Set(keys)))?.isDirectory != true,
        let content = files.contents(atPath: file.path)
      else { continue }
      var state = Fingerprint()
      state.add(content)
      // Not its whole path: a stamp holds in every clone.
      lines.append("\(file.standardizedFileURL.path.dropFirst(root.count)) \(state.folderName)")
    }
    return Fingerprint(of: lines.sorted().joined(separator: "\n")).folderName
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
