/// When the next frame is due: at most 10 a second, and drawing takes at most a fiftieth of the time.
package struct FramePace {
  private var due: Duration

  /// The first frame is due at `start`.
  package init(start: Duration) { due = start }

  package func isDue(at now: Duration) -> Bool { now >= due }

  /// Notes that a frame was drawn.
  package mutating func drew(from begin: Duration, to end: Duration) {
    due = max(begin + .milliseconds(100), end + (end - begin) * 49)
  }
}
