import Glibc
internal import SuperposeProcesses
import Synchronization

/// The queue of questions for the thread of ``Conversation``.
final class Mailbox: Sendable {
  private struct State {
    var questions: [Question] = []
    var isClosed = false
    var processID: pid_t?
    var pauseEnd: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  /// Readable when the queue is not empty.
  let wakeUp: WakeUp

  init?() {
    guard let wakeUp = try? WakeUp() else { return nil }
    self.wakeUp = wakeUp
  }

  /// Adds a question; `false` if the mailbox is closed.
  func put(_ question: Question) -> Bool {
    let isOpen = state.withLock { state in
      if !state.isClosed { state.questions.append(question) }
      if !question.isPreparation { state.pauseEnd = nil }
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

  /// Until when the process is to do nothing: the next question ends that.
  var pauseEnd: ContinuousClock.Instant? { state.withLock { $0.pauseEnd } }

  func pause(until end: ContinuousClock.Instant?) {
    state.withLock { $0.pauseEnd = end }
    wakeUp.signal()
  }

  /// Closes the mailbox and returns the remaining questions.
  func shut() -> [Question] {
    defer { wakeUp.signal() }
    return state.withLock { state in
      state.isClosed = true
      defer { state.questions = [] }
      return state.questions
    }
  }

  /// The current process.
  var processID: pid_t? {
    get { state.withLock { $0.processID } }
    set { state.withLock { $0.processID = newValue } }
  }
}
