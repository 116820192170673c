internal import Dispatch
internal import Synchronization

/// Sends the changes of widgets, and combines many changes in few messages.
///
/// The first change after a pause is sent immediately; changes in quick succession are sent
/// together. A loop that updates a progress bar a million times sends sixty messages a second.
final class UpdateQueue: Sendable {
  private let state = Mutex(State())
  /// Locked while messages are sent, so that an older value never overtakes a newer one.
  private let door = Mutex(())
  static let pause: Duration = .milliseconds(15)

  private struct State {
    var changed: [(model: WidgetModel, traits: Set<String>)] = []
    var isScheduled = false
    var last: ContinuousClock.Instant?
  }

  /// Records that `traits` of `model` have changed, and schedules sending.
  func note(_ model: WidgetModel, _ traits: Set<String>) {
    let leavesNow = state.withLock { state in
      if let index = state.changed.firstIndex(where: { $0.model === model }) {
        state.changed[index].traits.formUnion(traits)
      } else {
        state.changed.append((model, traits))
      }
      if state.isScheduled { return false }
      let now = ContinuousClock.now
      if let last = state.last, now - last < Self.pause {
        state.isScheduled = true
        schedule()
        return false
      }
      state.last = now
      return true
    }
    if leavesNow { flush() }
  }

  /// Sends all pending changes.
  func flush() {
    door.withLock { _ in
      let changed = state.withLock { state in
        defer { state.changed = [] }
        if !state.changed.isEmpty { state.last = .now }
        return state.changed
      }
      for (model, traits) in changed { model.sendUpdate(of: traits) }
    }
  }

  private func schedule() {
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(15)) {
      self.state.withLock { $0.isScheduled = false }
      self.flush()
    }
  }
}
