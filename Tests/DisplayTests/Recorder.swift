import SuperposeCellMessages
import SuperposeDisplay
import Synchronization

/// A front end that keeps what it is given, and a clock and a beat in the test's own hand.
final class Recorder: FrontEnd {
  struct Shown: Equatable {
    var text: String
    var html: String
    var isUpdate: Bool
    var id: DisplayID
    var time: Duration
  }

  private let state = Mutex(State())

  private struct State {
    var shown: [Shown] = []
    var now = Duration.zero
    var beat: (@Sendable () -> Void)?
    var cell: SubmissionID? = .cell(1)
    var isWatched = true
  }

  init(cell: SubmissionID? = .cell(1), isWatched: Bool = true) {
    state.withLock {
      $0.cell = cell
      $0.isWatched = isWatched
    }
  }

  /// Displays that show here, at this recorder's time.
  var displays: ProgressDisplays {
    ProgressDisplays(
      clock: { self.state.withLock(\.now) }, outlet: { self.outlet },
      later: { beat in self.state.withLock { $0.beat = beat } })
  }

  /// Lets time pass, and the beat that is waiting come.
  func pass(_ seconds: Double) {
    let beat = state.withLock { state in
      state.now += .seconds(seconds)
      return state.beat.take()
    }
    beat?()
  }

  /// The cell that the test's thread works for from now on.
  func enter(cell: SubmissionID) { state.withLock { $0.cell = cell } }

  var isBeating: Bool { state.withLock { $0.beat != nil } }
  var shown: [Shown] { state.withLock(\.shown) }
  var texts: [String] { shown.map(\.text) }
  /// What a reader sees in the end: the last text of each output.
  var remaining: [String] {
    var order: [DisplayID] = []
    var last: [DisplayID: String] = [:]
    for shown in shown {
      if last[shown.id] == nil { order.append(shown.id) }
      last[shown.id] = shown.text
    }
    return order.compactMap { last[$0] }
  }

  // MARK: FrontEnd

  var outlet: Outlet {
    let (cell, isWatched) = state.withLock { ($0.cell, $0.isWatched) }
    return Outlet(frontEnd: self, cell: cell, isWatched: isWatched)
  }

  func show(_ bundle: MIMEBundle, id: DisplayID?) { keep(bundle, id, isUpdate: false) }
  func update(_ bundle: MIMEBundle, id: DisplayID) { keep(bundle, id, isUpdate: true) }
  func clear(wait: Bool) {}
  func readLine(prompt: String, isPassword: Bool) -> String? { nil }

  private func keep(_ bundle: MIMEBundle, _ id: DisplayID?, isUpdate: Bool) {
    func text(_ type: MIMEType) -> String {
      if case .text(let text)? = bundle.data[type] { text } else { "" }
    }
    state.withLock { state in
      state.shown.append(
        Shown(
          text: text(.plainText), html: text(.html), isUpdate: isUpdate,
          id: id ?? DisplayID(rawValue: "none"), time: state.now))
    }
  }
}
