import Synchronization

import Glibc

/// Questions on their way to the thread that talks with the language process.
final class Mailbox: Sendable {
  private struct State {
    var questions: [Question] = []
    var isClosed = false
    var processID: pid_t?
  }

  private let state = Mutex(State())
  /// Readable when there is something to take.
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

  /// Hands a question over; `false` when nobody will ever take it.
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

  /// Ends the conversation. Questions that were not taken come back.
  func shut() -> [Question] {
    defer { ring() }
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

  private func ring() {
    var byte: UInt8 = 1
    _ = write(bellRope, &byte, 1)
  }

  private static func close(_ descriptor: Int32) {
    _ = Glibc.close(descriptor)
  }
}
