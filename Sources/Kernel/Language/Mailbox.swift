import Synchronization

import Glibc

/// The queue of questions for the thread of ``Conversation``.
final class Mailbox: Sendable {
  private struct State {
    var questions: [Question] = []
    var isClosed = false
    var processID: pid_t?
  }

  private let state = Mutex(State())
  /// Readable when the queue is not empty.
  let bell: Int32
  private let bellRope: Int32

  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    bell = ends[0]
    bellRope = ends[1]
  }

  deinit {
    Self.close(bell)
    Self.close(bellRope)
  }

  /// Adds a question; `false` if the mailbox is closed.
  func put(_ question: Question) -> Bool {
    let isOpen = state.withLock { state in
      if !state.isClosed { state.questions.append(question) }
      return !state.isClosed
    }
    ring()
    return isOpen
  }

  /// All questions since the last call, and `nil` once the mailbox is closed.
  func take() -> [Question]? {
    var drained = [UInt8](repeating: 0, count: 64)
    while read(bell, &drained, drained.count) > 0 {}
    return state.withLock { state in
      guard !state.isClosed else { return nil }
      defer { state.questions = [] }
      return state.questions
    }
  }

  /// Closes the mailbox and returns the remaining questions.
  func shut() -> [Question] {
    defer { ring() }
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

  private func ring() {
    var byte: UInt8 = 1
    _ = write(bellRope, &byte, 1)
  }

  private static func close(_ descriptor: Int32) {
    _ = Glibc.close(descriptor)
  }
}
