import Logging
import SuperposeEvaluation
import SuperposeJSON
import SuperposeTransport
import SuperposeWire

/// Answers requests that need no user code, immediately and while cells run.
struct Questions: Sendable {
  let kernelInfo: KernelInfoReply
  let evaluator: any Evaluator
  let history: any History
  let endpoints: Endpoints
  let meter: any UsageMeter
  let responder: Responder

  /// Answers one request. Requests for the execution queue and control are handled elsewhere.
  func answer(_ request: Request, on channel: Channel) async {
    switch request {
    case .kernelInfo(let message):
      await responder.answer(message, on: channel) { .ok(kernelInfo) }
    case .complete(let message):
      await responder.answer(message, on: channel) { await complete(message.content) }
    case .inspect(let message):
      await responder.answer(message, on: channel) { await inspect(message.content) }
    case .isComplete(let message):
      await responder.answer(message, on: channel) { await judge(message.content) }
    case .history(let message):
      await responder.answer(message, on: channel) {
        .ok(HistoryReply(history: try await history.entries(for: message.content)))
      }
    case .commInfo(let message):
      await responder.answer(message, on: channel) { await listComms(message.content) }
    case .connect(let message):
      await responder.answer(message, on: channel) { .ok(ConnectReply(endpoints)) }
    case .usage(let message):
      await responder.answer(message, on: channel) { .ok(meter.usage()) }
    case .commOpen(let message):
      await deliver(message, .open(targetName: message.content.targetName), \.commID, \.data)
    case .commMessage(let message): await deliver(message, .message, \.commID, \.data)
    case .commClose(let message): await deliver(message, .close, \.commID, \.data)
    case .unknown(let message):
      responder.outbox.logger.info("no answer to \(message.header.messageType)")
      await responder.observe(message)
    case .inputReply(let message): await responder.observe(message)
    case .execute, .shutdown, .interrupt, .debug: break  // Handled by their channels.
    }
  }

  private func complete(_ request: CompleteRequest) async -> Reply<CompleteReply> {
    return .ok(
      CompleteReply(await evaluator.completions(of: request.code, at: request.cursorPosition)))
  }

  private func inspect(_ request: InspectRequest) async -> Reply<InspectReply> {
    let found = await evaluator.inspection(
      of: request.code, at: request.cursorPosition,
      detail: request.detailLevel > 0 ? .source : .documentation)
    guard let found else { return .ok(InspectReply(found: false)) }
    return .ok(InspectReply(found: true, data: found.data, metadata: found.metadata))
  }

  private func judge(_ request: IsCompleteRequest) async -> Reply<IsCompleteReply> {
    return .ok(IsCompleteReply(await evaluator.completeness(of: request.code)))
  }

  private func listComms(_ request: CommInfoRequest) async -> Reply<CommInfoReply> {
    let open = await evaluator.openComms()
      .filter { request.targetName == nil || request.targetName == $0.value }
    return .ok(CommInfoReply(comms: open.mapValues(CommInfoReply.Comm.init(targetName:))))
  }

  private func deliver<Content>(
    _ message: Message<Content>, _ kind: CommMessage.Kind, _ commID: KeyPath<Content, String>,
    _ data: KeyPath<Content, JSONObject>
  ) async {
    let comm = CommMessage(
      kind, commID: message.content[keyPath: commID], data: message.content[keyPath: data],
      metadata: message.metadata, buffers: message.buffers)
    let id = responder.publisher.beginComm(message.ownHeader, identities: message.identities)
    await responder.observe(message) {
      do { try await evaluator.receive(comm, as: id) } catch {
        responder.outbox.logger.warning("\(message.header.messageType) changes nothing: \(error)")
      }
    }
  }
}

extension CompleteReply {
  /// Types and signatures are put where JupyterLab reads them.
  ///
  /// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#completion
  init(_ completions: Completions) {
    let range = completions.range
    let items = completions.items.map { item -> JSONValue in
      [
        "text": .string(item.text), "type": .string(item.type),
        "signature": .string(item.signature), "start": .integer(range.lowerBound),
        "end": .integer(range.upperBound),
      ]
    }
    self.init(
      matches: completions.items.map(\.text), cursorStart: range.lowerBound,
      cursorEnd: range.upperBound, metadata: ["_jupyter_types_experimental": .array(items)])
  }
}

extension IsCompleteReply {
  init(_ completeness: Completeness) {
    switch completeness {
    case .complete: self.init(.complete, indent: nil)
    case .incomplete(let indent): self.init(.incomplete, indent: indent)
    case .invalid: self.init(.invalid, indent: nil)
    case .unknown: self.init(.unknown, indent: nil)
    }
  }
}

extension ConnectReply {
  init(_ endpoints: Endpoints) {
    self.init(
      shellPort: endpoints.shell.port, iopubPort: endpoints.iopub.port,
      stdinPort: endpoints.stdin.port, heartbeatPort: endpoints.heartbeat.port,
      controlPort: endpoints.control.port)
  }
}
