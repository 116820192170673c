import Foundation

/// The machine that this process runs on.
public enum Machine {
  /// Its name on the network.
  public static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Processors that are online.
  public static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// The busy time and the total time of its processors since its start, in ticks. `nil` without
  /// `/proc`.
  ///
  /// Source: https://man7.org/linux/man-pages/man5/proc_stat.5.html
  public static var processorTicks: (busy: Int, all: Int)? {
    guard let line = SystemFile.text("/proc/stat")?.split(separator: "\n").first else { return nil }
    // user, nice, system, idle, iowait, irq, softirq, steal; guests are part of user.
    let ticks = line.split(separator: " ").dropFirst().prefix(8).map { Int($0) ?? 0 }
    guard ticks.count == 8 else { return nil }
    let all = ticks.reduce(0, +)
    return (all - ticks[3] - ticks[4], all)
  }

  /// Its memory; `nil` without `/proc`.
  public static var memory: MachineMemory? {
    SystemFile.table("/proc/meminfo").flatMap(MachineMemory.init(table:))
  }
}

/// Memory of a machine, in bytes.
public struct MachineMemory: Equatable, Sendable {
  public var total: Int
  /// The memory available without swapping.
  public var available: Int
  public var free: Int
  public var active: Int
  public var inactive: Int
  public var buffers: Int
  public var cached: Int
  public var shared: Int

  /// Source: https://man7.org/linux/man-pages/man5/proc_meminfo.5.html
  init?(table: [String: Int]) {
    guard let total = table["MemTotal"], let free = table["MemFree"] else { return nil }
    self.total = total
    self.free = free
    available = table["MemAvailable"] ?? free
    active = table["Active"] ?? 0
    inactive = table["Inactive"] ?? 0
    buffers = table["Buffers"] ?? 0
    cached = table["Cached"] ?? 0
    shared = table["Shmem"] ?? 0
  }
}
