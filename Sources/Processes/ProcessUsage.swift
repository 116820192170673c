import Foundation

/// The resource usage of processes.
public struct ProcessUsage: Equatable, Sendable {
  /// Processor time since they started, including ended children.
  public var processorTime: Duration
  /// Memory in bytes. Shared memory is divided among the processes (PSS).
  public var memory: Int

  static func + (one: ProcessUsage, other: ProcessUsage) -> ProcessUsage {
    ProcessUsage(
      processorTime: one.processorTime + other.processorTime, memory: one.memory + other.memory)
  }
}

extension ProcessUsage {
  /// The usage of one process; `nil` if it has ended, or without `/proc`.
  init?(process: Int32) {
    guard let status = ProcessStatus(process: process) else { return nil }
    processorTime = .seconds(1) * status.ticks / Int(sysconf(Int32(_SC_CLK_TCK)))
    memory = Self.share(of: process) ?? Self.residentMemory(of: process) ?? 0
  }

  /// The proportional set size, if the kernel provides it for processes that we may read.
  private static func share(of process: Int32) -> Int? {
    SystemFile.table("/proc/\(process)/smaps_rollup")?["Pss"]
  }

  /// The memory that a process occupies, shared memory in full, in bytes; `nil` without `/proc`.
  public static func residentMemory(of process: Int32) -> Int? {
    // The second word of `statm`, in pages.
    guard let words = SystemFile.text("/proc/\(process)/statm")?.split(separator: " "),
      words.count > 1, let pages = Int(words[1])
    else { return nil }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
  }
}
