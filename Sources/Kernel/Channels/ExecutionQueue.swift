import FoundationEssentials
import SuperposeEvaluation
import SuperposeJSON
import SuperposeTransport
import SuperposeWire

/// Runs cells one after the other, in the order of their requests.
actor ExecutionQueue {
  /// A request and its channel.
  private struct Job {
    var request: Message<ExecuteRequest>
    var channel: Channel
  }

  private let evaluator: any Evaluator
  private let history: any History
  private let responder: Responder
  private let settings: Settings

  private var waiting: [Job] = []
  private var isRunning = false
  /// Requests that were received but not yet answered.
  private var current: SubmissionID?
  /// The number in the latest prompt.
  private var executionCount = 0
  private var latestID = 0

  init(
    evaluator: any Evaluator, history: any History, responder: Responder, settings: Settings
  ) {
    self.evaluator = evaluator
    self.history = history
    self.responder = responder
    self.settings = settings
  }

  private var publisher: Publisher { responder.publisher }

  /// Queues the request.
  func enqueue(_ request: Message<ExecuteRequest>, on channel: Channel) {
    waiting.append(Job(request: request, channel: channel))
    guard !isRunning else { return }
    isRunning = true
    Task { await runAll() }
  }

  /// Replies `aborted` to every queued request. Returns the ID of the request that is currently
  /// running, if any.
  func abortWaiting() -> SubmissionID? {
    var doomed: [Job] = []
    swap(&doomed, &waiting)
    abort(doomed)
    return current
  }

  private func abort(_ jobs: [Job]) {
    for job in jobs { responder.abort(job.request, on: job.channel) }
  }

  private func runAll() async {
    while !waiting.isEmpty { await run(waiting.removeFirst()) }
    isRunning = false
  }

  private func run(_ job: Job) async {
    let request = job.request.content
    let isStored = request.storeHistory && !request.code.allSatisfy(\.isWhitespace)
    if isStored { executionCount += 1 }
    latestID += 1
    let submission = Submission(
      id: .cell(latestID), code: request.code, executionCount: executionCount,
      cellID: job.request.cellID, deletedCells: job.request.deletedCells, isSilent: request.silent,
      isStored: isStored, allowsInput: request.allowStdin, isWatched: request.isWatched,
      expressions: request.userExpressions)
    current = submission.id
    defer { current = nil }
    publisher.begin(Parent(submission, of: job.request, settings: settings))
    let started: JSONObject = ["started": .string(Header.timestamp(.now))]
    var doomed: [Job] = []
    await responder.answer(job.request, on: job.channel, metadata: started) {
      announce(submission, of: job.request)
      if isStored { await history.append(request.code, line: submission.executionCount) }
      let outcome = await outcome(of: submission)
      publisher.finish(submission.id)
      // Only requests that are queued now: a request sent after the error must run.
      if case .failed = outcome, request.stopOnError { swap(&doomed, &waiting) }
      return reply(to: outcome, of: submission, parent: job.request.ownHeader)
    }
    abort(doomed)
  }

  private func announce(_ submission: Submission, of request: Message<ExecuteRequest>) {
    guard !submission.isSilent else { return }
    publisher.publish(
      ExecuteInput(code: submission.code, executionCount: submission.executionCount),
      parent: request.ownHeader)
    publisher.printNotice(for: submission.id)
  }

  private func outcome(of submission: Submission) async -> Outcome {
    if submission.code.allSatisfy(\.isWhitespace), submission.expressions.isEmpty {
      return .succeeded()
    }
    return await evaluator.evaluate(submission)
  }

  private func reply(
    to outcome: Outcome, of submission: Submission, parent: ParentHeader
  ) -> Reply<ExecuteReply> {
    switch outcome {
    case .succeeded(let expressions, let payloads):
      return .ok(
        ExecuteReply(
          executionCount: submission.executionCount, payload: payloads.map(\.object),
          userExpressions: expressions.mapValues(UserExpression.init)))
    case .failed(let failure):
      let details = ErrorDetails(failure, executionCount: submission.executionCount)
      if !submission.isSilent { publisher.publish(ErrorMessage(details), parent: parent) }
      return .error(details)
    }
  }
}

extension Parent {
  init(_ submission: Submission, of request: Message<ExecuteRequest>, settings: Settings) {
    self.init(
      id: submission.id, header: request.ownHeader, identities: request.identities,
      executionCount: submission.executionCount, isSilent: submission.isSilent,
      allowsInput: submission.allowsInput, quota: OutputQuota(limit: settings.outputLimit))
  }
}

extension ExecuteRequest {
  /// Whether a user reads outputs as they arrive. The protocol does not say so, but a front end
  /// with a user can answer input requests. nbclient, which runs notebooks for papermill, nbgrader,
  /// nbconvert and Quarto, does not.
  ///
  /// Source: `NotebookClient.async_start_new_kernel_client` of nbclient 0.11 sets `allow_stdin` to
  /// false; JupyterLab 4 and jupyter_console 6 send true.
  fileprivate var isWatched: Bool { allowStdin }
}

// JupyterLab and VS Code send the cell's id; JupyterLab also sends the ids of deleted cells.
// Source: `OutputArea.execute` of @jupyterlab/outputarea 4 (`cellId`) and `NotebookActions` of
// @jupyterlab/notebook 4 (`deletedCells`).
extension Message<ExecuteRequest> {
  fileprivate var cellID: String? { metadata["cellId"]?.string }
  fileprivate var deletedCells: [String] { metadata["deletedCells"]?.array?.compactMap(\.string) ?? [] }
}

extension UserExpression {
  init(_ result: ExpressionResult) {
    switch result {
    case .value(let bundle): self = .ok(data: bundle.data, metadata: bundle.metadata)
    case .failed(let failure): self = .error(ErrorDetails(failure))
    }
  }
}

extension Payload {
  /// The payload in the message format.
  ///
  /// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#payloads-deprecated
  fileprivate var object: JSONObject {
    switch self {
    case .page(let bundle, let start):
      ["source": "page", "data": .object(bundle.data), "start": .integer(start)]
    case .setNextInput(let text, let replace):
      ["source": "set_next_input", "text": .string(text), "replace": .bool(replace)]
    }
  }
}
