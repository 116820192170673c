internal import Synchronization

/// One progress line and its display.
final class ProgressLine: Sendable {
  private let state: Mutex<ProgressState>
  /// `nil` if it is not shown, and after its end.
  private let display = Mutex<ProgressDisplay?>(nil)

  init(_ title: String, total: Int?, unit: String) {
    state = Mutex(ProgressState(title, total: total, unit: unit))
  }

  var current: ProgressState { state.withLock(\.self) }

  func read<Value: Sendable>(_ path: KeyPath<ProgressState, Value>) -> Value {
    state.withLock { $0[keyPath: path] }
  }

  /// Changes the line unless it has ended.
  func change(_ body: (inout ProgressState) -> Void) {
    state.withLock { if $0.end == nil { body(&$0) } }
  }

  func begin(in display: ProgressDisplay, at now: Duration) {
    change { $0.start = now }
    self.display.withLock { $0 = display }
  }

  /// Ends the line and returns its display; `nil` if it had already ended.
  func end(_ ending: ProgressEnding, at now: Duration) -> ProgressDisplay? {
    change { $0.end = (now, ending) }
    return display.withLock { $0.take() }
  }

  /// Sets the reason why the line stopped, if it stopped after `moment`.
  func explain(_ ending: ProgressEnding, since moment: Duration) {
    state.withLock { state in
      guard let end = state.end, end.ending == .stopped, end.time >= moment else { return }
      state.end = (end.time, ending)
    }
  }

  var isMoving: Bool { state.withLock { $0.end == nil } }

  /// Adds the work of `older`, the previous line in this place, as earlier work.
  func follow(_ older: ProgressState, at now: Duration) {
    change {
      $0.earlier = older.earlier + 1
      $0.earlierTime = older.worked(at: now)
      $0.earlierCount = older.earlierCount + older.count
    }
  }
}
