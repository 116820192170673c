import Foundation

/// The language process as seen by those who ask: a question, and in time an answer or `nil`.
///
/// Nothing here blocks: the waiting is done by a thread of its own. It must be one thread for
/// good, since on Linux the child dies with the thread that started it.
final class LanguageProcess: Sendable {
  private let mailbox: Mailbox?

  /// `command` is started with the first question, and again with the first after its end. It is
  /// ended when it is silent over a request for `patience`, or is not asked anything for `idleLimit`.
  init(command: [String], patience: Duration, idleLimit: Duration) {
    mailbox = Mailbox()
    guard let mailbox else { return }
    Thread.detachNewThread {
      var conversation = Conversation(
        command: command, mailbox: mailbox, patience: patience, idleLimit: idleLimit)
      conversation.run()
    }
  }

  deinit { close() }

  /// Asks and waits until `deadline`. `before` and `after` are sent around the request.
  func ask(
    before: [SourceKitRequest] = [], _ request: SourceKitRequest, after: [SourceKitRequest] = [],
    until deadline: ContinuousClock.Instant
  ) async -> [UInt8]? {
    await withCheckedContinuation { continuation in
      let question = Question(
        before: before, request: request, after: after, deadline: deadline,
        answer: { continuation.resume(returning: $0) })
      if mailbox?.put(question) != true { question.answer(nil) }
    }
  }

  /// The process that answers at present.
  var processID: Int32? { mailbox?.processID }

  /// Ends the process and the thread. Later questions are answered with `nil`.
  func close() {
    for question in mailbox?.shut() ?? [] { question.answer(nil) }
  }
}
