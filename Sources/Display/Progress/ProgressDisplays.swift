internal import Dispatch
package import SuperposeCellMessages
internal import Synchronization

/// All running progress of this process, and the timer that shows it.
///
/// Work only counts. Another thread draws at most 10 times a second, so a bar costs a loop almost
/// nothing and also updates during long elements.
package final class ProgressDisplays: Sendable {
  package static let shared = ProgressDisplays(
    clock: { ContinuousClock.now - origin }, outlet: { currentFrontEnd.outlet },
    later: { beat in queue.asyncAfter(deadline: .now() + .milliseconds(100), execute: beat) })

  private static let origin = ContinuousClock.now
  private static let queue = DispatchQueue(label: "superpose.progress")

  private let clock: @Sendable () -> Duration
  private let outlet: @Sendable () -> Outlet
  private let later: @Sendable (_ beat: @escaping @Sendable () -> Void) -> Void
  private let state = Mutex(State())

  fileprivate struct State {
    var displays: [ProgressDisplay] = []
    var isBeating = false
  }

  /// - Parameters:
  ///   - clock: The time since an arbitrary start.
  ///   - outlet: Where the calling thread's outputs go.
  ///   - later: Calls its argument after a tenth of a second, on another thread.
  package init(
    clock: @escaping @Sendable () -> Duration, outlet: @escaping @Sendable () -> Outlet,
    later: @escaping @Sendable (_ beat: @escaping @Sendable () -> Void) -> Void
  ) {
    self.clock = clock
    self.outlet = outlet
    self.later = later
  }

  /// Adds `line` below the running work of its cell, in place of an earlier training, or
  /// separately.
  func begin(_ line: ProgressLine, for occasion: ProgressOccasion) {
    let outlet = outlet()
    if occasion != .asked && outlet.cell == nil { return }
    let now = clock()
    let mustStart = state.withLock { state in
      line.begin(in: state.place(line, for: occasion, outlet, at: now), at: now)
      defer { state.isBeating = true }
      return !state.isBeating
    }
    if mustStart { later { self.beat() } }
  }

  func end(_ line: ProgressLine, as ending: ProgressEnding) {
    let now = clock()
    guard let display = line.end(ending, at: now) else { return }
    display.tidy()
    // A training's line waits for the next one, or for the end of the cell.
    guard !display.isMoving, display.occasion != .training else { return }
    let isShown = display.settle(at: now)
    // Work that stopped early may have been stopped by the error that ends the cell, which is known
    // soon.
    if isShown && ending == .stopped && display.outlet.cell != nil { return }
    remove { $0 === display }
  }

  /// Handles the end of a cell. If it failed, `ending` says how, and all running work of the cell
  /// ends in this way. Otherwise work in its background tasks continues.
  package func cellEnded(_ cell: SubmissionID, as ending: ProgressEnding?) {
    let now = clock()
    let displays = state.withLock { $0.displays.filter { $0.outlet.cell == cell } }
    if let ending { for display in displays { display.cellEnded(as: ending, at: now) } }
    let ended = displays.filter { !$0.isMoving }
    remove { display in ended.contains { $0 === display } }
    for display in ended { _ = display.settle(at: now) }
  }

  private func remove(where isDone: (ProgressDisplay) -> Bool) {
    state.withLock { $0.displays.removeAll(where: isDone) }
  }

  private func beat() {
    let displays = state.withLock { state in
      state.isBeating = !state.displays.isEmpty
      return state.displays
    }
    guard !displays.isEmpty else { return }
    let now = clock()
    for display in displays { display.update(at: now) }
    later { self.beat() }
  }
}

extension ProgressDisplays.State {
  /// The display of `line`, which now includes it.
  mutating func place(
    _ line: ProgressLine, for occasion: ProgressOccasion, _ outlet: Outlet, at now: Duration
  ) -> ProgressDisplay {
    let own = displays.filter { $0.outlet.cell == outlet.cell }
    if let moving = own.first(where: \.isMoving) {
      moving.add(line)
      return moving
    }
    if occasion == .training, let resting = own.first(where: { $0.occasion == .training }) {
      resting.succeed(with: line, at: now)
      return resting
    }
    let display = ProgressDisplay(line, for: occasion, outlet)
    displays.append(display)
    return display
  }
}
