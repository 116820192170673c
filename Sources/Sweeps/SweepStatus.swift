public import SuperposeDisplay

/// How far a sweep is.
public struct SweepStatus: Sendable, Hashable {
  public let name: String
  public let total: Int
  public let done: Int
  /// Points that failed, with the reasons. The next run tries them again.
  public let failures: [Failure]
  /// Points whose run has begun and not ended: they run now, or their process was killed.
  public let started: Int
  /// What Slurm says of the jobs, such as `running: 4, pending: 12`; empty without jobs.
  public var jobs = ""

  public struct Failure: Sendable, Hashable {
    public let point: SweepPoint
    public let reason: String
  }

  /// Points that nothing has been done for.
  public var waiting: Int { total - done - failures.count - started }
  public var isComplete: Bool { done == total }

  init(of sweep: Sweep, in folder: SweepFolder) {
    let work = sweep.work.identity
    var (done, started) = (0, 0)
    var failures: [Failure] = []
    for point in sweep.points {
      if folder.result(of: point, work) != nil {
        done += 1
      } else if folder.hasStarted(point) {
        started += 1
      } else if let reason = folder.failure(of: point) {
        failures.append(Failure(point: point, reason: reason))
      }
    }
    name = sweep.name
    total = sweep.points.count
    self.done = done
    self.started = started
    self.failures = failures
  }
}

extension SweepStatus: CustomStringConvertible, Displayable {
  /// `phase: 12 of 40 points done, 1 failed, 2 started, 25 waiting`.
  public var description: String {
    let counts = [("failed", failures.count), ("started", started), ("waiting", waiting)]
    let rest = counts.filter { $0.1 > 0 }.map { ", \($0.1) \($0.0)" }.joined()
    return "\(name): \(done) of \(total) points done" + rest + (jobs.isEmpty ? "" : "; jobs: \(jobs)")
  }

  /// A table of the counts, and of the first ten failures.
  public var mimeBundle: MIMEBundle {
    var lines: [[String]] = [
      ["sweep", name], ["done", "\(done) of \(total)"], ["failed", "\(failures.count)"],
      ["started", "\(started)"], ["waiting", "\(waiting)"],
    ]
    if !jobs.isEmpty { lines.append(["jobs", jobs]) }
    lines += failures.prefix(10).map { ["point \($0.point.number) failed", "\($0.point): \($0.reason)"] }
    return Table([["", ""]] + lines).mimeBundle
  }
}
