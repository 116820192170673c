/// The limits of the control groups that a process is in.
///
/// Sources: https://docs.kernel.org/admin-guide/cgroup-v2.html, and cgroup-v1 beside it.
struct Cgroups {
  /// Processors, such as 1.5.
  let processors: Double?
  /// Bytes of memory.
  let memory: Double?

  init(_ system: AllotmentSource) {
    let groups = Self.groups(of: system.file("/proc/self/cgroup") ?? "")
    var processors: [Double] = []
    var memory: [Double] = []
    for group in groups {
      for folder in group.folders {
        let file = { (name: String) in system.file("\(folder)/\(name)") }
        if let quota = Self.quota(file, unified: group.isUnified) { processors.append(quota) }
        let limit = file(group.isUnified ? "memory.max" : "memory.limit_in_bytes")
        if let bytes = limit.flatMap({ Self.number($0) }) { memory.append(bytes) }
      }
    }
    self.processors = processors.min()
    self.memory = memory.min()
  }

  private struct Group {
    let isUnified: Bool
    /// The group's folder and those of the groups around it, each of which limits it, too.
    let folders: [String]
  }

  /// A line is `0::/user.slice` of version 2, or `4:cpu,cpuacct:/docker/1f2e` of version 1.
  private static func groups(of text: String) -> [Group] {
    text.split(separator: "\n").flatMap { line -> [Group] in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [] }
      let controllers = parts[1].split(separator: ",").map(String.init)
      if controllers.isEmpty {
        return [Group(isUnified: true, folders: folders("/sys/fs/cgroup", String(parts[2])))]
      }
      let wanted = controllers.filter { $0 == "cpu" || $0 == "memory" }
      return wanted.map {
        Group(isUnified: false, folders: folders("/sys/fs/cgroup/\($0)", String(parts[2])))
      }
    }
  }

  /// `/a/b` below the root: the folders of `/a/b`, `/a` and the root, which in a container is the
  /// process's own group, whatever the path says.
  private static func folders(_ root: String, _ path: String) -> [String] {
    var parts = path.split(separator: "/")
    var folders = [root]
    while !parts.isEmpty {
      folders.append(root + "/" + parts.joined(separator: "/"))
      parts.removeLast()
    }
    return folders
  }

  private static func quota(_ file: (String) -> String?, unified: Bool) -> Double? {
    if unified {
      let words = file("cpu.max")?.split { $0.isWhitespace } ?? []
      guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]) else {
        return nil
      }
      return period > 0 ? quota / period : nil
    }
    guard let quota = file("cpu.cfs_quota_us").flatMap({ number($0) }), quota > 0,
      let period = file("cpu.cfs_period_us").flatMap({ number($0) }), period > 0
    else { return nil }
    return quota / period
  }

  /// `nil` for `max`.
  private static func number(_ text: String) -> Double? {
    text.split { $0.isWhitespace }.first.flatMap { Double($0) }
  }
}
