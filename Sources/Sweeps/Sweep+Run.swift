internal import Foundation
internal import SuperposeAllotment
internal import SuperposeDisplay
internal import SuperposeJSON
internal import Synchronization

extension Sweep {
  /// Runs all points on the processors of this machine, each on one thread, with a progress bar.
  ///
  /// - Parameters:
  ///   - folder: Keeps results in this folder, and runs only the points that it does not have: after an
  ///     interruption the same call goes on. Without it results are kept in memory alone.
  ///   - jobs: Points at a time; by default one for each processor.
  /// - Returns: The results of all points; those of points that failed are missing.
  /// - Throws: `CancellationError` on interruption; ``SweepError`` when a result cannot be written, or when
  ///   every point failed.
  public func run(in folder: String? = nil, jobs: Int? = nil) throws -> SweepResults {
    if let order = ScriptOrder.current { try order.carryOut(on: self) }
    let temporary = try folder == nil ? Self.temporaryFolder() : nil
    defer { if let temporary { try? FileManager.default.removeItem(atPath: temporary) } }
    let place = folder ?? temporary ?? ""
    let status = status(in: place)
    let bar = ProgressBar(name, total: points.count)
    bar.count = status.done
    let failures = Mutex<[String]>([])
    let runner = try SweepRunner(self, in: place, atOnce: jobs) { point, end in
      if case .failed(let reason) = end { failures.withLock { $0.append("\(point): \(reason)") } }
      bar.advance()
      let count = failures.withLock(\.count)
      bar.detail = count > 0 ? "\(count) failed" : ""
    }
    _ = try runner.run(points)
    bar.finish()
    let results = results(in: place)
    let reasons = failures.withLock(\.self)
    if results.missing.count == points.count, let reason = reasons.first {
      throw SweepError.allFailed(count: points.count, first: reason)
    }
    for reason in reasons.prefix(3) { print("failed: \(reason)") }
    if reasons.count > 3 { print("and \(reasons.count - 3) more points failed") }
    return results
  }

  private static func temporaryFolder() throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(path: "superpose-sweep-\(UUID().uuidString)")
    return url.path
  }

  /// The results that a folder has.
  public func results(in folder: String) -> SweepResults {
    SweepResults(of: self, in: SweepFolder(reading: folder))
  }

  /// How far the sweep in a folder is.
  public func status(in folder: String) -> SweepStatus {
    SweepStatus(of: self, in: SweepFolder(reading: folder))
  }
}
