import SuperposeEvaluation
import SuperposeJSON
import SuperposeTransport
import SuperposeWire

/// Answers requests: always busy, then the reply or the error, then idle.
struct Responder: Sendable {
  let outbox: Outbox
  let publisher: Publisher

  /// Replies with the result or the error of `body`.
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
    // A client that has the reply must also receive all outputs, so send them first.
    publisher.flush()
    outbox.send(request.reply(with: reply, metadata: metadata), on: channel)
    publisher.publish(Status(.idle), parent: request.ownHeader)
  }

  /// Replies that the request is aborted.
  func abort(_ request: Message<ExecuteRequest>, on channel: Channel) {
    publisher.publish(Status(.busy), parent: request.ownHeader)
    outbox.send(request.reply(with: .aborted), on: channel)
    publisher.publish(Status(.idle), parent: request.ownHeader)
  }

  /// Handles a message without a reply.
  nonisolated(nonsending) func observe<Content>(
    _ message: Message<Content>, _ body: () async -> Void = {}
  ) async {
    publisher.publish(Status(.busy), parent: message.ownHeader)
    await body()
    publisher.publish(Status(.idle), parent: message.ownHeader)
  }

  /// Replies with an error to a message that could not be read.
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

  /// Clients treat an empty traceback as disabled, so there is always a line.
  init(_ failure: Failure, executionCount: Int? = nil) {
    let summary = "\(failure.name): \(failure.value)"
    self.init(
      name: failure.name, value: failure.value,
      traceback: failure.traceback.isEmpty ? [summary] : failure.traceback,
      executionCount: executionCount)
  }
}
