internal import Foundation

/// The processes that a process has started, and those that these have started.
public enum ProcessTree {
  /// Ends every descendant of `root`, but not `root` itself.
  ///
  /// Killing the process group is not enough: Foundation's `Process` gives each child a group of its
  /// own.
  public static func killDescendants(of root: Int32) {
    for process in descendants(of: root) { kill(process, SIGKILL) }
  }

  private static func descendants(of root: Int32) -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    var children: [Int32: [Int32]] = [:]
    for process in names.compactMap({ Int32($0) }) {
      if let parent = parent(of: process) { children[parent, default: []].append(process) }
    }
    var found: [Int32] = []
    var waiting = children[root] ?? []
    while let process = waiting.popLast() {
      found.append(process)
      waiting += children[process] ?? []
    }
    return found
  }

  /// The fourth word of `/proc/N/stat`; the second, a name in parentheses, may hold anything.
  private static func parent(of process: Int32) -> Int32? {
    guard let file = FileHandle(forReadingAtPath: "/proc/\(process)/stat"),
      let data = try? file.readToEnd()
    else { return nil }
    let text = String(decoding: data, as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return nil }
    let words = text[text.index(after: end)...].split(separator: " ")
    return words.count > 1 ? Int32(words[1]) : nil
  }
}
