import Glibc
internal import SuperposeProcesses
import Synchronization

/// Questions on their way to the thread that talks with the language process.
final class Mailbox: Sendable {
  private struct State {
    var questions: [Question] = []
    var isClosed = false
    var processID: pid_t?
  }

  private let state = Mutex(State())
  /// Readable when there is something to take.
  let wakeUp: WakeUp

  init?() {
    guard let wakeUp = try? WakeUp() else { return nil }
    self.wakeUp = wakeUp
  }

  /// Hands a question over; `false` when nobody will ever take it.
  func put(_ question: Question) -> Bool {
    let isOpen = state.withLock { state in
      if !state.isClosed { state.questions.append(question) }
      return !state.isClosed
    }
    wakeUp.signal()
    return isOpen
  }

  /// All questions since the last call, and `nil` once the mailbox is closed.
  func take() -> [Question]? {
    wakeUp.drain()
    return state.withLock { state in
      guard !state.isClosed else { return nil }
      defer { state.questions = [] }
      return state.questions
    }
  }

  /// Ends the conversation. Questions that were not taken come back.
  func shut() -> [Question] {
    defer { wakeUp.signal() }
    return state.withLock { state in
      state.isClosed = true
      defer { state.questions = [] }
      return state.questions
    }
  }

  /// The process that answers at present.
  var processID: pid_t? {
    get { state.withLock { $0.processID } }
    set { state.withLock { $0.processID = newValue } }
  }
}
