import Foundation

/// The interface to the language process: each question gets an answer or `nil` in time.
///
/// Calls never block: a separate thread waits. It must always be the same thread, because on Linux
/// the child ends with the thread that started it.
final class LanguageProcess: Sendable {
  private let mailbox: Mailbox?

  /// The first question starts `command`, and so does the first question after its end. It is ended
  /// if it does not answer for `patience`, or is not asked for `idleLimit`.
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
  ///
  /// - Parameter isPreparation: Whether nobody waits for the answer.
  func ask(
    before: [SourceKitRequest] = [], _ request: SourceKitRequest, after: [SourceKitRequest] = [],
    isPreparation: Bool = false, until deadline: ContinuousClock.Instant
  ) async -> [UInt8]? {
    await withCheckedContinuation { continuation in
      let question = Question(
        before: before, request: request, after: after, isPreparation: isPreparation, deadline: deadline,
        answer: { continuation.resume(returning: $0) })
      if mailbox?.put(question) != true { question.answer(nil) }
    }
  }

  /// Stops the process for a while, unless somebody waits for an answer. The next question lets it go on.
  func pause(for time: Duration) { mailbox?.pause(until: .now + time) }

  /// Lets the process go on.
  func proceed() { mailbox?.pause(until: nil) }

  /// The current process.
  var processID: Int32? { mailbox?.processID }

  /// Ends the process and the thread. Later questions are answered with `nil`.
  func close() {
    for question in mailbox?.shut() ?? [] { question.answer(nil) }
  }
}
