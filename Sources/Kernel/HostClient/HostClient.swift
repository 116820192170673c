internal import Dispatch
internal import Foundation
public import SuperposeEvaluation
public import SuperposeHostLink
internal import SuperposeProcesses
internal import Synchronization

/// The kernel's side of the cell host. It starts a new host process when the last one has died.
public final class HostClient: Sendable {
  private let executable: String
  private let memoryLimit: UInt64?
  private let delegate: any HostDelegate
  private let state = Mutex(State())
  private let commAnswers = CommAnswers()

  private struct State {
    var process: HostProcess?
    var waiting: WaitingRun?
    var question: Task<Void, Never>?
    var isStuck = false
    var lastWords = ""
    /// The end of the process while no run was waiting for it.
    var idleLoss: HostLoss?
    var comms = OpenComms()
  }

  /// A run that has not ended, and the process that it runs in.
  private struct WaitingRun {
    var id: SubmissionID
    var process: HostProcess?
    var continuation: CheckedContinuation<CellEnd, any Error>
  }

  /// - Parameters:
  ///   - executable: The path of `superpose-cell-host`.
  ///   - memoryLimit: Bytes of private memory for the process; `nil` for no limit.
  public init(executable: String, memoryLimit: UInt64?, delegate: any HostDelegate) {
    self.executable = executable
    self.memoryLimit = memoryLimit
    self.delegate = delegate
  }

  deinit { stop() }

  /// Whether a process is running.
  public var isRunning: Bool { state.withLock { $0.process != nil } }

  /// The process's working folder; this process's own before it has started.
  public var workingFolder: String {
    let link = state.withLock { $0.process.map { "/proc/\($0.identifier)/cwd" } }
    let files = FileManager.default
    return link.flatMap { try? files.destinationOfSymbolicLink(atPath: $0) } ?? files.currentDirectoryPath
  }

  /// The end of the process between runs, reported once; `nil` if it is running.
  public func takeIdleLoss() -> HostLoss? {
    state.withLock { state in
      defer { state.idleLoss = nil }
      return state.idleLoss
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
  /// - Returns: How the cell ended, if the process survived it.
  /// - Throws: ``HostLoss`` when the process did not survive the cell; ``HostError`` when no process
  ///   can be started.
  public func run(_ run: CellRun) async throws -> CellEnd {
    try start()
    return try await withCheckedThrowingContinuation { continuation in
      let process = state.withLock { state in
        state.lastWords = ""
        state.waiting = WaitingRun(
          id: run.id, process: state.process, continuation: continuation)
        return state.process
      }
      // If the process has ended, its end event ends this run too.
      process?.send(.run(run))
    }
  }

  /// Interrupts the running cell; `nil` interrupts code that runs between cells.
  public func interrupt(_ id: SubmissionID?) {
    let (process, question) = state.withLock { ($0.process, $0.question) }
    question?.cancel()
    process?.send(.interrupt(id))
    guard let process, let id else { return }
    // The host gives up after 3 seconds, if it can still tell. Whatever state it is in, this does not
    // depend on it.
    DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(3300)) { [weak self] in
      self?.giveUp(id, in: process)
    }
  }

  /// Ends the process if the run that was interrupted has not ended.
  private func giveUp(_ id: SubmissionID, in process: HostProcess) {
    let isStuck = state.withLock { state in
      guard state.process === process, state.waiting?.id == id else { return false }
      state.isStuck = true
      return true
    }
    if isStuck { process.kill() }
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
}

// MARK: Comms

extension HostClient {
  /// The open comms: target names by comm id.
  public var openComms: [String: String] { state.withLock(\.comms.targets) }

  /// Passes a front end's comm message to the host and waits until the host has handled it.
  ///
  /// - Returns: The reason why the message was rejected; `nil` if it was accepted.
  public func receive(_ message: CommMessage, as id: SubmissionID) async -> String? {
    let process = state.withLock(\.process)
    guard let process else {
      if case .open = message.kind {
        delegate.receive(.comm(CommMessage(.close, commID: message.commID)), from: id)
      }
      return "the process that runs cells is not running"
    }
    if let refusal = state.withLock({ $0.comms.refusal(of: message) }) { return refusal }
    let refusal = await commAnswers.wait(for: id) { process.send(.comm(message, id)) }
    if refusal == nil { state.withLock { $0.comms.note(message) } }
    return refusal
  }

  /// Tells front ends that the widgets of an ended process are closed.
  private func closeComms() {
    commAnswers.refuseAll()
    let comms = state.withLock { state in
      defer { state.comms = OpenComms() }
      return state.comms.targets.keys.sorted()
    }
    for comm in comms { delegate.receive(.comm(CommMessage(.close, commID: comm)), from: nil) }
  }
}

// MARK: Events

extension HostClient {
  private func handle(_ event: HostProcess.Event, of process: HostProcess) {
    switch event {
    case .message(let message): handle(message, of: process)
    case .printed(let stream, let text, let id):
      if stream == .stderr { state.withLock { $0.lastWords = String(($0.lastWords + text).suffix(2000)) } }
      delegate.receive(.stream(stream, text), from: id)
    case .ended(let end): handle(end, of: process)
    }
  }

  private func handle(_ end: ProcessEnd, of process: HostProcess) {
    let lost = state.withLock { state -> (run: WaitingRun, loss: HostLoss)? in
      // A process that was stopped intentionally has already been replaced.
      guard state.process === process else { return nil }
      state.process = nil
      let loss: HostLoss = state.isStuck ? .gaveUp : .died(end, lastWords: state.lastWords)
      guard let run = state.waiting, run.process === process else {
        state.idleLoss = loss
        return nil
      }
      state.waiting = nil
      state.question?.cancel()
      return (run, loss)
    }
    if !isRunning { closeComms() }
    if let lost { lost.run.continuation.resume(throwing: lost.loss) }
  }

  private func handle(_ message: HostEvent, of process: HostProcess) {
    switch message {
    case .ready: break
    case .output(let output, let id):
      if case .comm(let comm) = output { state.withLock { $0.comms.note(comm) } }
      delegate.receive(output, from: id)
    case .askLine(let prompt, let id): ask(prompt, for: id, process)
    case .finished(let id, let end): finish(id, end)
    case .backgroundFailed(let id, let end): delegate.taskFailed(end, of: id)
    case .commTaken(let id, let refusal): commAnswers.answer(id, with: refusal)
    case .explain(let number, let end):
      Task { [delegate] in
        process.send(.explanation(number, await delegate.failure(for: end)))
      }
    case .stuck:
      state.withLock { $0.isStuck = true }
      process.kill()
    }
  }

  private func finish(_ id: SubmissionID, _ end: CellEnd) {
    let run = state.withLock { state -> WaitingRun? in
      guard state.waiting?.id == id else { return nil }
      defer { state.waiting = nil }
      return state.waiting
    }
    run?.continuation.resume(returning: end)
  }

  private func ask(_ prompt: InputPrompt, for id: SubmissionID, _ process: HostProcess) {
    let question = Task { [delegate] in
      do {
        process.send(.line(try await delegate.readLine(prompt, for: id)))
      } catch is CancellationError {
        // The cell is being interrupted and no longer listens.
      } catch {
        process.send(.line(nil))
      }
    }
    state.withLock { $0.question = question }
  }
}
