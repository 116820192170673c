public import SuperposeEvaluation
public import SuperposeHostLink
public import SuperposeProcesses
internal import Synchronization

/// The cell host as the kernel uses it: always there, started again when it has died.
public final class CellHost: Sendable {
  private let executable: String
  private let memoryLimit: UInt64?
  private let outputs: OutputHandler
  private let input: InputHandler
  private let state = Mutex(State())

  private struct State {
    var process: HostProcess?
    var waiting: WaitingRun?
    var question: Task<Void, Never>?
    var isStuck = false
    var lastWords = ""
    /// How the process ended that no run was waiting for.
    var idleDeath: RunEnd?
    var comms = OpenComms()
    /// Who waits for the host to have taken a comm message.
    var answers: [SubmissionID: CheckedContinuation<String?, Never>] = [:]
  }

  /// A run whose end has not come, and the process that it runs in.
  private struct WaitingRun {
    var id: SubmissionID
    var process: HostProcess?
    var continuation: CheckedContinuation<RunEnd, Never>
  }

  /// How a run ended.
  public enum RunEnd: Sendable, Equatable {
    case ended(CellEnd)
    /// The process died. `lastWords` is the end of what it printed to standard error.
    case lost(ProcessEnd, lastWords: String)
    /// An interrupt found no place to leave the cell, so the process was ended.
    case gaveUp
  }

  /// Told of tasks that fail after their cell has ended.
  private let backgroundFailure: @Sendable (SubmissionID?, CellEnd) -> Void
  /// Finds words for an end that the host asks about.
  private let explanation: @Sendable (CellEnd) async -> Failure

  /// - Parameters:
  ///   - executable: The path of `superpose-cell-host`.
  ///   - memoryLimit: Bytes of private memory for the process; `nil` for no limit.
  public init(
    executable: String, memoryLimit: UInt64?, outputs: @escaping OutputHandler,
    input: @escaping InputHandler,
    backgroundFailure: @escaping @Sendable (SubmissionID?, CellEnd) -> Void,
    explanation: @escaping @Sendable (CellEnd) async -> Failure
  ) {
    self.executable = executable
    self.memoryLimit = memoryLimit
    self.outputs = outputs
    self.input = input
    self.backgroundFailure = backgroundFailure
    self.explanation = explanation
  }

  deinit { stop() }

  /// Whether a process is there, with everything that cells have made.
  public var isRunning: Bool { state.withLock { $0.process != nil } }

  /// How the process died when no cell ran, told once; `nil` when it lives.
  public func takeIdleDeath() -> RunEnd? {
    state.withLock { state in
      defer { state.idleDeath = nil }
      return state.idleDeath
    }
  }

  /// Starts the process if there is none.
  ///
  /// - Throws: ``HostError``.
  public func start() throws {
    try state.withLock { state in
      guard state.process == nil else { return }
      state.isStuck = false
      state.lastWords = ""
      state.process = try HostProcess(executable: executable, memoryLimit: memoryLimit) {
        [weak self] process, event in self?.handle(event, of: process)
      }
    }
  }

  /// Runs a compiled cell to its end. One at a time.
  ///
  /// - Throws: ``HostError`` when no process can be started.
  public func run(_ run: CellRun) async throws -> RunEnd {
    try start()
    return await withCheckedContinuation { continuation in
      let process = state.withLock { state in
        state.waiting = WaitingRun(
          id: run.id, process: state.process, continuation: continuation)
        return state.process
      }
      // A process that is gone reports its end, and with it this run's.
      process?.send(.run(run))
    }
  }

  /// Asks the running cell to end, or with `nil` what runs between cells.
  public func interrupt(_ id: SubmissionID?) {
    let (process, question) = state.withLock { ($0.process, $0.question) }
    question?.cancel()
    process?.send(.interrupt(id))
  }

  /// The comms that are open: target names by comm id.
  public var openComms: [String: String] { state.withLock(\.comms.targets) }

  /// Hands over a front end's comm message and waits until it has done what it does.
  ///
  /// - Returns: Why it does nothing; `nil` when it has been taken.
  public func receive(_ message: CommMessage, as id: SubmissionID) async -> String? {
    let process = state.withLock(\.process)
    guard let process else {
      if case .open = message.kind {
        outputs(.comm(CommMessage(.close, commID: message.commID)), id)
      }
      return "no process runs cells"
    }
    if let refusal = state.withLock({ $0.comms.refusal(of: message) }) { return refusal }
    let refusal = await withCheckedContinuation { continuation in
      state.withLock { $0.answers[id] = continuation }
      if !process.send(.comm(message, id)) { answer(id, "the process that runs cells is gone") }
      // It runs nothing of users' to take a message, but it may have been stopped.
      Task { [weak self] in
        try await Task.sleep(for: .seconds(2))
        self?.answer(id, "the process that runs cells does not answer")
      }
    }
    if refusal == nil { state.withLock { $0.comms.note(message) } }
    return refusal
  }

  private func answer(_ id: SubmissionID, _ refusal: String?) {
    state.withLock { $0.answers.removeValue(forKey: id) }?.resume(returning: refusal)
  }

  /// Tells front ends that widgets whose process is gone will not answer any more.
  private func closeComms() {
    let (comms, answers) = state.withLock { state in
      defer { (state.comms, state.answers) = (OpenComms(), [:]) }
      return (state.comms.targets.keys.sorted(), state.answers)
    }
    for answer in answers.values { answer.resume(returning: "the process that runs cells is gone") }
    for comm in comms { outputs(.comm(CommMessage(.close, commID: comm)), nil) }
  }

  /// Ends the process and everything that cells have started.
  public func stop() {
    let process = state.withLock { state in
      defer { state.process = nil }
      return state.process
    }
    process?.kill()
    if process != nil { closeComms() }
  }

  private func handle(_ event: HostProcess.Event, of process: HostProcess) {
    switch event {
    case .message(let message): handle(message, of: process)
    case .printed(let stream, let text, let id):
      if stream == .stderr { state.withLock { $0.lastWords = String(($0.lastWords + text).suffix(2000)) } }
      outputs(.stream(stream, text), id)
    case .ended(let end):
      let (waiting, wasStuck, words) = state.withLock { state in
        // A process that was stopped on purpose has been replaced already.
        guard state.process === process else { return (WaitingRun?.none, false, "") }
        state.process = nil
        guard state.waiting?.process === process else {
          state.idleDeath = state.isStuck ? .gaveUp : .lost(end, lastWords: state.lastWords)
          return (WaitingRun?.none, false, "")
        }
        defer { state.waiting = nil }
        state.question?.cancel()
        return (state.waiting, state.isStuck, state.lastWords)
      }
      if !isRunning { closeComms() }
      waiting?.continuation.resume(
        returning: wasStuck ? .gaveUp : .lost(end, lastWords: words))
    }
  }

  private func handle(_ message: HostEvent, of process: HostProcess) {
    switch message {
    case .ready: break
    case .output(let output, let id):
      if case .comm(let comm) = output { state.withLock { $0.comms.note(comm) } }
      outputs(output, id)
    case .askLine(let prompt, let id): ask(prompt, for: id, process)
    case .finished(let id, let end):
      let waiting = state.withLock { state in
        defer { if state.waiting?.id == id { state.waiting = nil } }
        return state.waiting
      }
      if waiting?.id == id { waiting?.continuation.resume(returning: .ended(end)) }
    case .backgroundFailed(let id, let end): backgroundFailure(id, end)
    case .commTaken(let id, let refusal): answer(id, refusal)
    case .explain(let number, let end):
      Task { [explanation] in
        let failure = await explanation(end)
        process.send(
          .explanation(
            number, name: failure.name, value: failure.value, traceback: failure.traceback))
      }
    case .stuck:
      state.withLock { $0.isStuck = true }
      process.kill()
    }
  }

  private func ask(_ prompt: InputPrompt, for id: SubmissionID, _ process: HostProcess) {
    let question = Task { [input] in
      do {
        process.send(.line(try await input(prompt, id)))
      } catch is CancellationError {
        // The cell is being interrupted and no longer listens.
      } catch {
        process.send(.line(nil))
      }
    }
    state.withLock { $0.question = question }
  }
}
