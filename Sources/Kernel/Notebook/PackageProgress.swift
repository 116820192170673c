internal import Synchronization

/// What a person who waits for packages sees: one line that changes. In a batch run only its end matters.
final class PackageProgress: Sendable {
  private let isWatched: Bool
  private let show: @Sendable (_ text: String, _ isFirst: Bool) -> Void
  private let state = Mutex<(last: ContinuousClock.Instant?, hasEnded: Bool)>((nil, false))

  init(isWatched: Bool, show: @escaping @Sendable (_ text: String, _ isFirst: Bool) -> Void) {
    self.isWatched = isWatched
    self.show = show
  }

  /// Shows a step, at most five a second.
  func note(_ step: String) {
    guard isWatched else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if state.hasEnded { return }
      if let last = state.last, now - last < .milliseconds(200) { return }
      show(step, state.last == nil)
      state.last = now
    }
  }

  /// Replaces the line by its end.
  ///
  /// - Returns: `false` when nothing was shown that could be replaced.
  @discardableResult
  func end(_ words: String) -> Bool {
    state.withLock { state in
      state.hasEnded = true
      guard state.last != nil else { return false }
      show(words, false)
      return true
    }
  }
}
