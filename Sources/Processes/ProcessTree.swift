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

  /// A moment, by the clock that tells when processes started.
  public struct Moment: Sendable {
    fileprivate let ticks: Int

    public static var now: Moment {
      var time = timespec()
      clock_gettime(CLOCK_BOOTTIME, &time)
      let perSecond = Int(sysconf(Int32(_SC_CLK_TCK)))
      return Moment(ticks: Int(time.tv_sec) * perSecond + Int(time.tv_nsec) * perSecond / 1_000_000_000)
    }
  }

  /// Asks descendants that started at `moment` or later to end, and kills those that are still there half a
  /// second later.
  public func endDescendants(startedSince moment: Moment) {
    let started = descendants.filter { process in
      ProcessStatus(process: process).map { $0.start >= moment.ticks } ?? false
    }
    guard !started.isEmpty else { return }
    for process in started { kill(process, SIGTERM) }
    usleep(500_000)
    // Those among them that are still the root's: numbers may have become other processes'.
    for process in Set(started).intersection(descendants) { kill(process, SIGKILL) }
    reap(started)
  }

  /// Takes ended processes out of the system's table: the code that would have waited for them was interrupted.
  /// A process whose parent has ended becomes the root's child, if the root adopts orphans.
  private func reap(_ processes: [Int32]) {
    guard root == getpid() else { return }
    for _ in 0..<20 {
      let rest = Set(processes).intersection(descendants)
      if rest.isEmpty { return }
      if !rest.contains(where: { waitpid($0, nil, WNOHANG) > 0 }) { usleep(5_000) }
    }
  }

  /// What all of it takes now; `nil` where the system has no `/proc` to say it.
  public var usage: ProcessUsage? {
    let usages = ([root] + descendants).compactMap(ProcessUsage.init(process:))
    guard let first = usages.first else { return nil }
    return usages.dropFirst().reduce(first, +)
  }

  /// Whether a process that the root has started is running. Ended ones that it has not reaped do not count.
  public var hasRunningDescendants: Bool {
    descendants.contains { ProcessStatus(process: $0).map { !$0.hasEnded } ?? false }
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
