import SuperposeEvaluation
import SuperposeJSON
import SuperposeTransport
import SuperposeWire

/// Requests input from users, one request at a time.
actor InputRequests {
  /// An input request and the continuation that waits for its answer.
  private struct Question {
    /// The id of its `input_request`.
    let id: MessageID
    let prompt: InputPrompt
    let parent: Parent
    let answer: CheckedContinuation<String, any Error>
  }

  private let outbox: Outbox
  private let publisher: Publisher
  /// The first one was sent, the others are queued.
  private var questions: [Question] = []
  /// All requests that were ever sent.
  private var asked: Set<MessageID> = []

  init(outbox: Outbox, publisher: Publisher) {
    self.outbox = outbox
    self.publisher = publisher
  }

  /// The line that the user types. Throws ``InputError``, or `CancellationError` on interrupt.
  func ask(_ prompt: InputPrompt, for id: SubmissionID) async throws -> String {
    guard let parent = publisher.parent(of: id), parent.allowsInput else {
      throw InputError.notAllowed
    }
    let questionID = Author.newID()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        add(
          Question(id: questionID, prompt: prompt, parent: parent, answer: continuation))
      }
    } onCancel: {
      Task { await self.cancel(questionID) }
    }
  }

  /// Handles a reply. Unexpected replies and replies to earlier requests are dropped. Most clients
  /// do not say which request they reply to.
  func receive(_ reply: Message<InputReply>) {
    guard let question = questions.first, question.parent.identities == reply.identities
    else { return }
    if let parent = reply.parentHeader.messageID, parent != question.id, asked.contains(parent) {
      return
    }
    questions.removeFirst()
    if reply.content.value == InputReply.endOfInput {
      question.answer.resume(throwing: InputError.endOfInput)
    } else {
      question.answer.resume(returning: reply.content.value)
    }
    askNext()
  }

  /// Ends every wait.
  func cancelAll() {
    let waiting = questions
    questions = []
    for question in waiting { question.answer.resume(throwing: CancellationError()) }
  }

  private func add(_ question: Question) {
    guard !Task.isCancelled else {
      return question.answer.resume(throwing: CancellationError())
    }
    questions.append(question)
    if questions.count == 1 { askNext() }
  }

  private func cancel(_ id: MessageID) {
    guard let index = questions.firstIndex(where: { $0.id == id }) else { return }
    questions.remove(at: index).answer.resume(throwing: CancellationError())
    if index == 0 { askNext() }
  }

  private func askNext() {
    guard let question = questions.first else { return }
    asked.insert(question.id)
    publisher.flush()
    outbox.send(
      Draft(
        identities: question.parent.identities, parentHeader: question.parent.header,
        content: InputRequest(
          prompt: question.prompt.text, password: question.prompt.isPassword)),
      on: .stdin, id: question.id)
  }
}
