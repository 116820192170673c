/// Decides when the next frame is due: at most 10 per second, with at most a fiftieth of a
/// processor for drawing.
package struct FramePace: Sendable {
  private var due: Duration

  /// The first frame is due at `start`.
  package init(start: Duration) { due = start }

  package func isDue(at now: Duration) -> Bool { now >= due }

  /// Records that a frame started at `begin` and took `cost` of processor time.
  package mutating func drew(at begin: Duration, cost: Duration) {
    due = begin + max(.milliseconds(100), cost * 50)
  }
}
