// Names start with two underscores so that they do not clash with names in cells.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import Foundation
internal import SuperposeCellMessages
internal import Synchronization

/// Why a command on files cannot be carried out.
public struct FileError: Error, CustomStringConvertible, Sendable {
  public let description: String
}

/// The working folder before the last `%cd`.
private let previousFolder = Mutex<String?>(nil)

/// Makes `path` the working folder, and prints it: `%cd`. Without a path that is the home folder, and `-` is the
/// one before.
public func __changeFolder(_ path: String) throws {
  let files = FileManager.default
  let current = files.currentDirectoryPath
  var wanted = path.isEmpty ? NSHomeDirectory() : NSString(string: path).expandingTildeInPath
  if path == "-" {
    guard let previous = previousFolder.withLock(\.self) else {
      throw FileError(description: "%cd -: there is no earlier folder")
    }
    wanted = previous
  }
  guard files.changeCurrentDirectoryPath(wanted) else {
    var isFolder: ObjCBool = false
    let isThere = files.fileExists(atPath: wanted, isDirectory: &isFolder)
    let problem = !isThere ? "there is no such folder" : isFolder.boolValue ? "it may not be entered" : "it is a file"
    throw FileError(description: "%cd \(path): \(problem)")
  }
  previousFolder.withLock { $0 = current }
  print(files.currentDirectoryPath)
}

/// Shows or sets environment variables: `%env`, `%env NAME`, `%env NAME=value`.
public func __environment(_ words: String) throws {
  let end = words.firstIndex { $0 == "=" } ?? words.firstIndex(where: \.isWhitespace) ?? words.endIndex
  let name = words[..<end].trimmingCharacters(in: .whitespaces)
  if name.isEmpty {
    guard words.isEmpty else { throw FileError(description: "%env \(words): a name is missing; wanted NAME=value") }
    for (name, value) in ProcessInfo.processInfo.environment.sorted(by: { $0.key < $1.key }) {
      print("\(name)=\(value)")
    }
  } else if end == words.endIndex {
    guard let value = getenv(name) else { throw FileError(description: "%env \(name): there is no such variable") }
    print(String(cString: value))
  } else {
    let value = words[words.index(after: end)...].trimmingCharacters(in: .whitespaces)
    guard setenv(name, value, 1) == 0 else {
      throw FileError(description: "%env: '\(name)' cannot be the name of a variable")
    }
  }
}

/// Writes a file and says so: `%%writefile`.
public func __writeFile(_ path: String, _ text: String, isAppending: Bool) throws {
  guard !path.isEmpty else { throw FileError(description: "%%writefile needs the path of a file") }
  let url = URL(filePath: NSString(string: path).expandingTildeInPath)
  let isThere = FileManager.default.fileExists(atPath: url.path)
  guard FileManager.default.fileExists(atPath: url.deletingLastPathComponent().path) else {
    throw FileError(description: "%%writefile \(path): the folder of the file does not exist")
  }
  do {
    if isAppending, isThere {
      let file = try FileHandle(forWritingTo: url)
      try file.seekToEnd()
      try file.write(contentsOf: Data(text.utf8))
      try file.close()
    } else {
      try Data(text.utf8).write(to: url, options: .atomic)
    }
  } catch {
    throw FileError(
      description: "%%writefile " + (FoundationError(error)?.description ?? "\(path): \(error.systemReason)"))
  }
  print((isAppending && isThere ? "Appended to " : isThere ? "Overwrote " : "Wrote ") + path)
}
