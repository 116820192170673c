internal import Synchronization

internal import Glibc

/// Lines that are shown together, as one output.
final class ProgressDisplay: Sendable {
  let outlet: Outlet
  let occasion: ProgressBar.Occasion
  /// The work as a whole first, then parts of it that are under way.
  private let lines: Mutex<[ProgressLine]>
  /// Held while something is sent, so that states arrive in order. Nobody waits for it without end:
  /// an interrupted cell may have been left while it held it.
  private let shown = Mutex(Shown())

  private struct Shown {
    var handle: DisplayID?
    var face: ProgressFace?
    var time = Duration.zero
  }

  /// How long work takes before it is worth a line.
  static let patience = Duration.milliseconds(300)
  /// The shortest time between two updates.
  static let pace = Duration.milliseconds(100)
  /// How many parts are shown at most.
  static let parts = 4

  init(_ line: ProgressLine, for occasion: ProgressBar.Occasion, _ outlet: Outlet) {
    self.outlet = outlet
    self.occasion = occasion
    lines = Mutex([line])
  }

  var isMoving: Bool { lines.withLock { $0.contains(where: \.isMoving) } }

  /// Takes `line` in, as a part of what is under way.
  func add(_ line: ProgressLine) { lines.withLock { $0.append(line) } }

  /// Takes `line` in, in the place of work of its kind that has ended.
  func succeed(with line: ProgressLine, at now: Duration) {
    lines.withLock { lines in
      if let older = lines.first?.current { line.follow(older, at: now) }
      lines = [line]
    }
  }

  /// Parts that have ended go; the work as a whole stays.
  func tidy() {
    lines.withLock { lines in lines = [lines[0]] + lines.dropFirst().filter(\.isMoving) }
  }

  /// Ends all lines that are under way; what stopped a moment ago was stopped by the same.
  func cellEnded(as ending: ProgressEnding, at now: Duration) {
    for line in lines.withLock(\.self) {
      line.explain(ending, since: now - .milliseconds(100))
      _ = line.end(ending, at: now)
    }
    tidy()
  }

  /// Shows how things stand, if someone watches, and it is time.
  func update(at now: Duration) {
    guard outlet.isWatched else { return }
    _ = shown.withLockIfAvailable { shown in
      guard shown.handle != nil ? now - shown.time >= Self.pace : isMoving else { return }
      show(&shown, at: now)
    }
  }

  /// Shows how it ended, if it was worth showing; whether it was.
  func settle(at now: Duration) -> Bool {
    for _ in 0..<500 {
      let isShown = shown.withLockIfAvailable { shown in
        show(&shown, at: now)
        return shown.handle != nil
      }
      if let isShown { return isShown }
      usleep(1000)
    }
    return false
  }

  private func show(_ shown: inout Shown, at now: Duration) {
    let states = lines.withLock { $0.prefix(1 + Self.parts).map(\.current) }
    guard states[0].worked(at: now) >= Self.patience else { return }
    let face = ProgressFace(states, at: now)
    guard face != shown.face else { return }
    if let handle = shown.handle {
      outlet.frontEnd.update(face.mimeBundle, id: handle)
    } else {
      let handle = DisplayID.next()
      outlet.frontEnd.show(face.mimeBundle, id: handle)
      shown.handle = handle
    }
    shown.face = face
    shown.time = now
  }
}
