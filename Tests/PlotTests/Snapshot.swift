import Foundation
import SuperposePlot
import Testing

/// Compares the SVG of `figure` with `Snapshots/<name>.svg`.
///
/// A snapshot that is missing or differs is written as `<name>.new.svg` beside it: look at it, and
/// rename it when it is right.
func expectSnapshot(
  _ name: String, _ figure: Figure, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots")
  let file = folder.appendingPathComponent("\(name).svg")
  let candidate = folder.appendingPathComponent("\(name).new.svg")
  let svg = try figure.svg()
  if let known = try? String(contentsOf: file, encoding: .utf8), known == svg {
    try? FileManager.default.removeItem(at: candidate)
    return
  }
  try svg.write(to: candidate, atomically: true, encoding: .utf8)
  Issue.record("\(name).svg differs; see \(candidate.path)", sourceLocation: sourceLocation)
}
