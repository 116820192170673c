internal import Glibc
internal import Synchronization

/// Lines that are shown together, as one output.
final class ProgressDisplay: Sendable {
  let outlet: Outlet
  let occasion: ProgressOccasion
  /// The whole work first, then its running parts.
  private let lines: Mutex<[ProgressLine]>
  /// Locked while an output is sent, so that states arrive in order. No thread waits for it without
  /// a timeout, because an interrupted cell may have been abandoned while it held the lock.
  private let shown = Mutex(Shown())

  private struct Shown {
    var handle: DisplayID?
    var face: ProgressFace?
    var time = Duration.zero
  }

  /// The duration after which work gets a line.
  static let patience = Duration.milliseconds(300)
  /// The shortest time between two updates.
  static let pace = Duration.milliseconds(100)
  /// The maximum number of parts shown.
  static let parts = 4

  init(_ line: ProgressLine, for occasion: ProgressOccasion, _ outlet: Outlet) {
    self.outlet = outlet
    self.occasion = occasion
    lines = Mutex([line])
  }

  var isMoving: Bool { lines.withLock { $0.contains(where: \.isMoving) } }

  /// Adds `line` as a part of the running work.
  func add(_ line: ProgressLine) { lines.withLock { $0.append(line) } }

  /// Adds `line` in place of ended work of its kind.
  func succeed(with line: ProgressLine, at now: Duration) {
    lines.withLock { lines in
      if let older = lines.first?.current { line.follow(older, at: now) }
      lines = [line]
    }
  }

  /// Removes parts that have ended; the whole work stays.
  func tidy() {
    lines.withLock { lines in lines = [lines[0]] + lines.dropFirst().filter(\.isMoving) }
  }

  /// Ends all running lines, including those that stopped a moment ago for the same reason.
  func cellEnded(as ending: ProgressEnding, at now: Duration) {
    for line in lines.withLock(\.self) {
      line.explain(ending, since: now - .milliseconds(100))
      _ = line.end(ending, at: now)
    }
    tidy()
  }

  /// Shows the current state if there is a reader and an update is due.
  func update(at now: Duration) {
    guard outlet.isWatched else { return }
    _ = shown.withLockIfAvailable { shown in
      guard shown.handle != nil ? now - shown.time >= Self.pace : isMoving else { return }
      show(&shown, at: now)
    }
  }

  /// Shows the final state if the work got a line. Returns whether it did.
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
