import Foundation

/// What processes take of their machine.
public struct ProcessUsage: Equatable, Sendable {
  /// Time on processors since they started, with that of children that have ended.
  public var processorTime: Duration
  /// Memory in bytes. What processes share is divided among them (PSS).
  public var memory: Int

  static func + (one: ProcessUsage, other: ProcessUsage) -> ProcessUsage {
    ProcessUsage(
      processorTime: one.processorTime + other.processorTime, memory: one.memory + other.memory)
  }
}

extension ProcessUsage {
  /// What one process takes; `nil` where it is gone, or the system has no `/proc`.
  init?(process: Int32) {
    guard let status = ProcessStatus(process: process) else { return nil }
    processorTime = .seconds(1) * status.ticks / Int(sysconf(Int32(_SC_CLK_TCK)))
    memory = Self.share(of: process) ?? Self.resident(process) ?? 0
  }

  /// The proportional share, of a kernel that keeps it for processes that we may read.
  private static func share(of process: Int32) -> Int? {
    SystemFile.table("/proc/\(process)/smaps_rollup")?["Pss"]
  }

  /// The second word of `statm`, in pages.
  private static func resident(_ process: Int32) -> Int? {
    guard let words = SystemFile.text("/proc/\(process)/statm")?.split(separator: " "),
      words.count > 1, let pages = Int(words[1])
    else { return nil }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
