import Foundation

/// A process and all its descendants.
public struct ProcessTree: Sendable {
  public let root: Int32

  public init(root: Int32) { self.root = root }

  /// Ends every descendant of the root, but not the root itself.
  ///
  /// Killing the process group is not enough: Foundation's `Process` gives each child a separate
  /// group.
  public func killDescendants() {
    for process in descendants { kill(process, SIGKILL) }
  }

  /// The current resource usage of the tree; `nil` without `/proc`.
  public var usage: ProcessUsage? {
    let usages = ([root] + descendants).compactMap(ProcessUsage.init(process:))
    guard let first = usages.first else { return nil }
    return usages.dropFirst().reduce(first, +)
  }

  private var descendants: [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    var children: [Int32: [Int32]] = [:]
    for process in names.compactMap({ Int32($0) }) {
      if let status = ProcessStatus(process: process) {
        children[status.parent, default: []].append(process)
      }
    }
    var found: [Int32] = []
    var waiting = children[root] ?? []
    while let process = waiting.popLast() {
      found.append(process)
      waiting += children[process] ?? []
    }
    return found
  }
}
