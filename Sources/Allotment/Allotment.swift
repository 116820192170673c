internal import Glibc

/// The part of the machine that this process may use, as far as the system and its administrator say.
///
/// A container, a job of a cluster and a server of JupyterHub often have a few processors of many. The
/// limits are those of cgroups (both versions), the processors that the process may run on, and the
/// variables `CPU_LIMIT` and `MEM_LIMIT` that JupyterHub sets.
public struct Allotment: Sendable, Hashable {
  /// Processors, at least 1.
  public var processors: Int
  /// Bytes of memory; `nil` where nothing limits them.
  public var memory: UInt64?

  public init(processors: Int, memory: UInt64?) {
    self.processors = max(1, processors)
    self.memory = memory
  }
}

extension Allotment {
  /// That of this process. The limits of a running process rarely change, but they may.
  public static var current: Allotment {
    Allotment(of: .current)
  }

  /// The limits that `system` tells.
  package init(of system: AllotmentSource) {
    let cgroups = Cgroups(system)
    let shares = [cgroups.processors, system.number("CPU_LIMIT")].compactMap(\.self)
    // Half a processor is one thread.
    let limits = shares.filter { $0 > 0 && $0 < 1e6 }.map { Int($0.rounded(.up)) }
    let memory = [cgroups.memory, system.number("MEM_LIMIT")].compactMap(\.self)
    self.init(
      processors: (limits + [system.affinity]).min() ?? 1,
      memory: memory.filter { $0 >= 1 && $0 < 0x1p62 }.min().map { UInt64($0) })
  }
}

/// What a process can ask about its limits.
package struct AllotmentSource: Sendable {
  /// The text of a file; `nil` if it cannot be read.
  package var file: @Sendable (String) -> String?
  package var environment: @Sendable (String) -> String?
  /// The number of processors that the process may run on.
  package var affinity: Int

  package init(
    affinity: Int, file: @escaping @Sendable (String) -> String?,
    environment: @escaping @Sendable (String) -> String?
  ) {
    self.affinity = affinity
    self.file = file
    self.environment = environment
  }

  /// This process.
  package static var current: AllotmentSource {
    AllotmentSource(
      affinity: usableProcessors, file: { contents($0) },
      environment: { name in getenv(name).map { String(cString: $0) } })
  }

  func number(_ variable: String) -> Double? { environment(variable).flatMap { Double($0) } }

  private static var usableProcessors: Int {
    processors(inStatus: contents("/proc/self/status") ?? "")
      ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// The number of processors on the line `Cpus_allowed_list: 0-3,8` of `/proc/self/status`.
  package static func processors(inStatus text: String) -> Int? {
    let line = text.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
    guard let list = line?.split(separator: ":").last else { return nil }
    var count = 0
    for part in list.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, first <= last else { return nil }
      count += last - first + 1
    }
    return count > 0 ? count : nil
  }

  /// A small file of `/proc` or `/sys`, which have no size before they are read.
  private static func contents(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 16384)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
