package import Logging
package import SuperposeEvaluation
package import SuperposeTransport
package import SuperposeWire

/// A running kernel: it reads the channels and answers every request.
///
/// Four tasks run concurrently: cells, one at a time; requests that need no user code; the debugger's
/// requests, which may wait for a value's description; and control.
package final class Kernel: Sendable {
  /// Control's own: the threads that all tasks share may all be at work.
  private let controlThread = LaneExecutor("superpose.control")
  private let transport: Transport
  private let evaluator: any Evaluator
  private let gate: SubscriberGate
  private let settings: Settings
  private let inbox: Inbox
  private let publisher: Publisher
  private let responder: Responder
  private let input: InputRequests
  private let queue: ExecutionQueue
  private let questions: Questions
  private let debugging: DebugSession

  private let asked: AsyncStream<(Request, Channel)>
  private let ask: AsyncStream<(Request, Channel)>.Continuation
  private let inspected: AsyncStream<(Message<DebugRequest>, Channel)>
  private let inspect: AsyncStream<(Message<DebugRequest>, Channel)>.Continuation
  private let ended: AsyncStream<Never>
  private let end: AsyncStream<Never>.Continuation

  /// Makes the evaluator, which runs the cells.
  package typealias MakeEvaluator =
    (_ outputs: @escaping OutputHandler, _ input: @escaping InputHandler) -> any Evaluator

  private init(
    transport: Transport, author: Author, gate: SubscriberGate, key: MessageKey,
    makeEvaluator: MakeEvaluator, history: any History, meter: any UsageMeter,
    kernelInfo: KernelInfoReply, settings: Settings, logger: Logger
  ) {
    let outbox = Outbox(author: author, transport: transport, logger: logger)
    let publisher = Publisher(outbox: outbox, settings: settings)
    let input = InputRequests(outbox: outbox, publisher: publisher)
    let responder = Responder(outbox: outbox, publisher: publisher)
    let evaluator = makeEvaluator(
      { publisher.take($0, from: $1) }, { try await input.ask($0, for: $1) })
    self.transport = transport
    self.evaluator = evaluator
    self.gate = gate
    self.settings = settings
    self.publisher = publisher
    self.input = input
    self.responder = responder
    inbox = Inbox(key: key, logger: logger)
    queue = ExecutionQueue(
      evaluator: evaluator, history: history, responder: responder, settings: settings)
    questions = Questions(
      kernelInfo: kernelInfo, evaluator: evaluator, history: history,
      endpoints: transport.endpoints, meter: meter, responder: responder)
    debugging = DebugSession(evaluator: evaluator)
    (asked, ask) = AsyncStream.makeStream()
    (inspected, inspect) = AsyncStream.makeStream()
    (ended, end) = AsyncStream.makeStream()
  }

  /// Opens the sockets and makes the evaluator. Nothing is answered before ``run()``.
  package static func open(
    _ endpoints: Endpoints, key: MessageKey, makeEvaluator: MakeEvaluator, history: any History,
    meter: any UsageMeter, kernelInfo: KernelInfoReply, settings: Settings, logger: Logger
  ) async throws -> Kernel {
    let author = Author(key: key)
    let gate = SubscriberGate()
    let transport = try await Transport.open(endpoints) { topic in
      gate.open()
      return author.welcome(to: topic)
    }
    return Kernel(
      transport: transport, author: author, gate: gate, key: key, makeEvaluator: makeEvaluator,
      history: history, meter: meter, kernelInfo: kernelInfo, settings: settings, logger: logger)
  }

  /// The endpoints of the kernel, with the chosen ports.
  package var endpoints: Endpoints { transport.endpoints }

  /// Answers requests until shutdown; then ends what was started and closes the sockets. `ending`
  /// is called between the two.
  package func run(ending: () -> Void = {}) async {
    publisher.publish(Status(.starting), parent: .none)
    let lanes = [
      Task { await serveShell() }, Task(executorPreference: controlThread) { await self.serveControl() },
      Task { await serveStdin() },
      Task { await serveQuestions() }, Task { await serveDebugger() },
    ]
    for await _ in ended {}
    ending()
    await input.cancelAll()
    // The last replies are sent while the evaluator ends its processes.
    async let down: Void = evaluator.shutDown()
    await transport.close()
    await down
    for lane in lanes { lane.cancel() }
  }

  /// Makes ``run()`` return, as a `shutdown_request` does.
  package func stop() { end.finish() }
}

extension Kernel {
  private func serveShell() async {
    var isFirst = true
    for await frames in transport.shell {
      guard let arrival = inbox.read(frames) else { continue }
      if isFirst { await gate.wait(atMost: settings.subscriberWait) }
      isFirst = false
      await handle(arrival, on: .shell)
    }
  }

  private func serveControl() async {
    for await frames in transport.control {
      guard let arrival = inbox.read(frames) else { continue }
      await handle(arrival, on: .control)
    }
  }

  private func serveStdin() async {
    for await frames in transport.stdin {
      guard case .request(.inputReply(let reply)) = inbox.read(frames) else { continue }
      await input.receive(reply)
    }
  }

  /// Answers in order of arrival, while cells run.
  private func serveQuestions() async {
    for await (request, channel) in asked { await questions.answer(request, on: channel) }
  }

  private func serveDebugger() async {
    for await (request, channel) in inspected { await answer(request, on: channel) }
  }

  private func answer(_ request: Message<DebugRequest>, on channel: Channel) async {
    await responder.answer(request, on: channel) {
      let answer = await debugging.answer(request.content)
      for event in answer.events { publisher.publish(event, parent: request.ownHeader) }
      if let notice = answer.notice { publisher.announce(notice) }
      return .ok(answer.reply)
    }
  }

  private func handle(_ arrival: Inbox.Arrival, on channel: Channel) async {
    switch arrival {
    case .malformed(let message, let error):
      responder.refuse(message, because: error, on: channel)
    case .request(.execute(let message)): await queue.enqueue(message, on: channel)
    case .request(.interrupt(let message)): await interrupt(message, on: channel)
    case .request(.shutdown(let message)): await shutDown(message, on: channel)
    // `kernel_info` does not wait for the evaluator.
    case .request(.kernelInfo(let message)):
      await questions.answer(.kernelInfo(message), on: channel)
    case .request(.debug(let message)): inspect.yield((message, channel))
    case .request(let request): ask.yield((request, channel))
    }
  }

  /// Replies immediately; the cell's reply follows when it ends.
  private func interrupt(_ request: Message<InterruptRequest>, on channel: Channel) async {
    var running: SubmissionID?
    await responder.answer(request, on: channel) {
      running = await queue.abortWaiting()
      return .ok(InterruptReply())
    }
    await input.cancelAll()
    Task { [running] in await evaluator.interrupt(running) }
  }

  private func shutDown(_ request: Message<ShutdownRequest>, on channel: Channel) async {
    let reply = ShutdownReply(restart: request.content.restart)
    await responder.answer(request, on: channel) {
      publisher.publish(Reply.ok(reply), parent: request.ownHeader)
      return .ok(reply)
    }
    stop()
  }
}
