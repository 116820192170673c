import SuperposeEvaluation
import SuperposeJSON
import SuperposeTransport
import SuperposeWire

/// The one place where requests are answered: busy, the answer or the error, idle. Always.
struct Responder: Sendable {
  let outbox: Outbox
  let publisher: Publisher

  /// Answers with what `body` returns, or with the error that it throws.
  nonisolated(nonsending) func answer<Content: RequestContent>(
    _ request: Message<Content>, on channel: Channel, metadata: JSONObject = [:],
    with body: () async throws -> Reply<Content.Answer>
  ) async {
    publisher.publish(Status(.busy), parent: request.ownHeader)
    let reply: Reply<Content.Answer>
    do {
      reply = try await body()
    } catch {
      reply = .error(ErrorDetails(reporting: error))
    }
    // Whoever has the reply has, or is about to have, all the output.
    publisher.flush()
    outbox.send(request.reply(with: reply, metadata: metadata), on: channel)
    publisher.publish(Status(.idle), parent: request.ownHeader)
  }

  /// Says that the request will not be run.
  func abort(_ request: Message<ExecuteRequest>, on channel: Channel) {
    publisher.publish(Status(.busy), parent: request.ownHeader)
    outbox.send(request.reply(with: .aborted), on: channel)
    publisher.publish(Status(.idle), parent: request.ownHeader)
  }

  /// Handles a message that gets no answer.
  nonisolated(nonsending) func observe<Content>(
    _ message: Message<Content>, _ body: () async -> Void = {}
  ) async {
    publisher.publish(Status(.busy), parent: message.ownHeader)
    await body()
    publisher.publish(Status(.idle), parent: message.ownHeader)
  }

  /// Refuses a message that could not be read.
  func refuse(_ message: Message<RawContent>, because error: WireError, on channel: Channel) {
    publisher.publish(Status(.busy), parent: message.ownHeader)
    if let reply = message.reply(with: ErrorDetails(reporting: error)) { outbox.send(reply, on: channel) }
    publisher.publish(Status(.idle), parent: message.ownHeader)
  }
}

extension ErrorDetails {
  init(reporting error: any Error) {
    if let failure = error as? Failure {
      self.init(failure)
    } else {
      let (name, value) = ("\(type(of: error))", "\(error)")
      self.init(name: name, value: value, traceback: ["\(name): \(value)"])
    }
  }

  /// Clients read an empty traceback as one that is switched off, so there is always a line.
  init(_ failure: Failure, executionCount: Int? = nil) {
    let summary = "\(failure.name): \(failure.value)"
    self.init(
      name: failure.name, value: failure.value,
      traceback: failure.traceback.isEmpty ? [summary] : failure.traceback,
      executionCount: executionCount)
  }
}
