/// When the next frame is due: at most 10 a second, and drawing takes at most a fiftieth of a processor.
package struct FramePace: Sendable {
  private var due: Duration

  /// The first frame is due at `start`.
  package init(start: Duration) { due = start }

  package func isDue(at now: Duration) -> Bool { now >= due }

  /// Notes that a frame was begun at `begin` and took `cost` of a processor's time.
  package mutating func drew(at begin: Duration, cost: Duration) {
    due = begin + max(.milliseconds(100), cost * 50)
  }
}
