internal import Foundation
internal import SuperposeAllotment
internal import SuperposeDisplay
internal import SuperposeExperiments
package import SuperposeJSON
internal import Synchronization
internal import ToyLib

/// Runs points of a sweep on threads of this process, and keeps the results in a folder.
package struct SweepRunner: Sendable {
  /// How a point ended.
  package enum End: Sendable {
    case done(JSONObject)
    case failed(String)
  }

  let sweep: Sweep
  let folder: SweepFolder
  /// Points at a time.
  let atOnce: Int
  /// Called after each point, one at a time, on any thread.
  let ended: @Sendable (SweepPoint, End) -> Void

  /// - Parameter atOnce: Points at a time; by default one for each processor that the process may use.
  package init(
    _ sweep: Sweep, in folder: String, atOnce: Int? = nil,
    ended: @escaping @Sendable (SweepPoint, End) -> Void = { _, _ in }
  ) throws {
    self.sweep = sweep
    self.folder = try SweepFolder(creating: folder)
    self.atOnce = max(1, atOnce ?? Allotment.current.processors)
    self.ended = ended
  }

  /// Runs those of `points` that have no result yet. Points that were started before come last: another
  /// process may have them, or they may have ended a process.
  ///
  /// - Returns: The number of points that failed.
  /// - Throws: `CancellationError` after an interruption, and ``SweepError`` when a result cannot be written.
  ///   The results until then are kept.
  package func run(_ points: [SweepPoint]) throws -> Int {
    let work = sweep.work.identity
    let left = points.filter { folder.result(of: $0, work) == nil }
    let order = left.filter { !folder.hasStarted($0) } + left.filter(folder.hasStarted)
    let failures = Atomic<Int>(0)
    let reporting = Mutex(())
    try SideBySide.run(order, atOnce: atOnce) { point in
      guard let end = try run(point) else { return }
      if case .failed = end { failures.add(1, ordering: .relaxed) }
      reporting.withLock { _ in ended(point, end) }
    }
    return failures.load(ordering: .relaxed)
  }

  /// `nil` if another process has run the point in the meantime.
  private func run(_ point: SweepPoint) throws -> End? {
    if Cancellation.isRequested { throw CancellationError() }
    let identity = sweep.work.identity
    if folder.result(of: point, identity) != nil { return nil }
    try folder.begin(point)
    defer { folder.end(point) }
    let values: JSONObject
    do { values = try checked(quietly { try sweep.work.run(point) }) } catch {
      if Cancellation.isRequested { throw CancellationError() }
      try folder.keep(failure: error, of: point)
      return .failed("\(error)")
    }
    try folder.keep(values, of: point, identity)
    return .done(values)
  }

  private func checked(_ values: JSONObject) throws -> JSONObject {
    for (name, value) in values {
      switch value {
      case .bool, .integer, .number, .string: continue
      default: throw SweepError.unusableValue(name: name, value: value.brief)
      }
    }
    return values
  }
}
