internal import Foundation
internal import Glibc
internal import SuperposeJSON

/// What `superpose sweep` wants of a script, which it starts with an environment variable: the script's first
/// call of ``Sweep/run(in:jobs:)`` carries out the order and ends the script.
package enum ScriptOrder: Sendable, Equatable {
  /// Write the sweep's name, axes and seeds to a file.
  case describe(file: String)
  /// Run some points, and print how each ended.
  case run(folder: String, points: SweepSelection, jobs: Int?)

  private static let variable = "SUPERPOSE_SWEEP"

  package static var current: ScriptOrder? {
    guard let text = ProcessInfo.processInfo.environment[variable],
      let value = try? JSONReader.value(in: Array(text.utf8))
    else { return nil }
    if let file = value["describe"]?.string { return .describe(file: file) }
    guard let folder = value["folder"]?.string, let points = value["points"]?.string,
      let selection = try? SweepSelection(points)
    else { return nil }
    return .run(folder: folder, points: selection, jobs: value["jobs"]?.integer)
  }

  /// Gives the order to scripts that this process starts.
  package func give() { setenv(Self.variable, json.text(), 1) }

  private var json: JSONValue {
    switch self {
    case .describe(let file): ["describe": .string(file)]
    case .run(let folder, let points, let jobs):
      [
        "folder": .string(folder), "points": .string(points.text),
        "jobs": jobs.map(JSONValue.integer) ?? .null,
      ]
    }
  }

  /// Ends the process.
  func carryOut(on sweep: Sweep) throws -> Never {
    switch self {
    case .describe(let file):
      try sweep.scriptDescription.text().write(toFile: file, atomically: true, encoding: .utf8)
      exit(0)
    case .run(let folder, let selection, let jobs):
      exit(try sweep.run(selection, in: folder, jobs: jobs) == 0 ? 0 : 1)
    }
  }
}

extension Sweep {
  /// Runs points with a line on the terminal for each.
  ///
  /// - Returns: The number of points that failed.
  /// - Throws: as ``run(in:jobs:)``.
  package func run(_ selection: SweepSelection, in folder: String, jobs: Int?) throws -> Int {
    let selected = try selection.points(of: self)
    let runner = try SweepRunner(self, in: folder, atOnce: jobs, ended: SweepReport(total: points.count).show)
    return try runner.run(selected)
  }
}

/// One line on the terminal for each point that ended.
private struct SweepReport: Sendable {
  let total: Int

  func show(_ point: SweepPoint, _ end: SweepRunner.End) {
    let outcome =
      switch end {
      case .done(let values):
        values.sorted { $0.key < $1.key }.filter { $0.value.number != nil }.prefix(3)
          .map { "\($0.key) \($0.value.forReaders)" }.joined(separator: ", ")
      case .failed(let reason): "failed: \(reason)"
      }
    print("point \(point.number) of \(total) (\(point)): \(outcome)")
    fflush(nil)  // each line at once, also in a pipe
  }
}
