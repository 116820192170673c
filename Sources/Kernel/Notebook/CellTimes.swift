internal import Foundation

/// The durations of a cell.
struct CellTimes: Sendable, CustomStringConvertible {
  private(set) var compilation: Duration = .zero
  private(set) var run: Duration = .zero

  mutating func compiling<Result>(
    isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
  ) async rethrows -> Result {
    let start = ContinuousClock.now
    defer { compilation = .now - start }
    return try await body()
  }

  mutating func running(
    isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void
  ) async rethrows {
    let start = ContinuousClock.now
    defer { run = .now - start }
    try await body()
  }

  var description: String { "compiled in \(text(compilation)), ran in \(text(run))" }

  private func text(_ duration: Duration) -> String {
    duration < .seconds(1)
      ? duration.formatted(.units(allowed: [.milliseconds], width: .abbreviated, fractionalPart: .show(length: 1)))
      : duration.formatted(.units(allowed: [.seconds], width: .abbreviated, fractionalPart: .show(length: 2)))
  }
}
