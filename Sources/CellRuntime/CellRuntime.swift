import CSuperposeCellHost
import SuperposeCellSupport
import SuperposeDisplay
import SuperposeEvaluation
package import SuperposeHostLink
import SuperposeWidgets
import Synchronization

/// Everything that runs cells in this process: one connection to the kernel, one cell at a time,
/// and background tasks of cells.
///
/// This is the only type that knows all parts. Each part receives what it needs.
package final class CellRuntime: Sendable {
  private let connection: any KernelConnection
  private let redirections = PrintRedirections()
  private let failures: FailureRequests
  private let runner: CellRunner
  private let frontEnd: NotebookFrontEnd
  let jobs = Jobs()
  let input: InputReader

  package init(connection: any KernelConnection) {
    self.connection = connection
    failures = FailureRequests(connection: connection)
    let idle = IdleLoop(
      jobs: jobs, redirections: redirections, failures: failures, connection: connection)
    runner = CellRunner(
      jobs: jobs, idle: idle, redirections: redirections, connection: connection,
      load: { [images = CellImages()] run throws(LoadError) in try images.load(run) })
    input = InputReader(runner: runner, connection: connection)
    frontEnd = NotebookFrontEnd(runner: runner, input: input, connection: connection)
  }

  /// Prepares the process to run cells, and reports to the kernel that it is ready.
  package func start() {
    guardedInstall()
    installHooks(for: self)
    jobs.pool.start { [runner] in runner.backgroundFailed($0, $1) }
    installFrontEnd()
    runner.beIdle()
    connection.send(.ready)
  }

  /// Executes the kernel's commands.
  package func perform(_ command: HostCommand) {
    switch command {
    case .run(let run): runner.run(run)
    case .interrupt(let cell): runner.interrupt(cell)
    case .line(let line): input.answer(line)
    case .comm(let message, let id): receive(message, as: id)
    case .explanation(let number, let failure): failures.answer(number, failure)
    }
  }

  /// Sends displays, widgets and the last values of cells to the kernel.
  private func installFrontEnd() {
    SuperposeDisplay.frontEnd.withLock { $0 = frontEnd }
    commPort.withLock {
      $0 = NotebookCommPort(
        runner: runner, redirections: redirections, failures: failures, connection: connection)
    }
    __shellRunner.withLock { $0 = { try ShellProcess.run($0, shell: $1, isRead: $2) } }
    __cellObserver.withLock { [frontEnd, runner] in
      $0 = CellObserver(
        shows: { frontEnd.result($0.cut.withoutModuleNames) },
        fails: { leave(throwing: $0) },
        reached: { runner.reached($0) })
    }
  }

  /// Passes a front end's message to its widget, or does what it says of figures. Runs no user code.
  private func receive(_ message: CommMessage, as id: SubmissionID) {
    SubmissionID.ofThisThread = id
    defer { SubmissionID.ofThisThread = nil }
    if let options = QuartoOptions(message) {
      options.apply()
      commPort.withLock(\.self).send(CommMessage(.close, commID: message.commID))
      return connection.send(.commTaken(id, refusal: nil))
    }
    do {
      try WidgetRegistry.shared.receive(message)
      connection.send(.commTaken(id, refusal: nil))
    } catch {
      connection.send(.commTaken(id, refusal: error.description))
    }
  }
}

// MARK: What C hooks call

extension CellRuntime {
  /// Handles the failure of a thread that does not belong to the host.
  ///
  /// A queue's thread that works for no cell and runs no cell's code fails because a cell was abandoned in
  /// the middle of a `concurrentPerform`, whose data was on that cell's stack: the next cell has no part in it.
  func strayThreadFailed(_ ending: GuardedEnding) {
    let owner = SubmissionID.ofThisThread
    let isLeftOver = owner == nil && jobs.owners.hasAbandoned && !ending.frames.counters.contains(where: codeContains)
    if !isLeftOver { runner.backgroundFailed(ending, owner) }
  }

  /// Handles printed text of a thread that works for another cell than the running one. The text
  /// goes to its cell or to the output that the thread draws.
  ///
  /// - Returns: `false` if the text must be printed as usual.
  func printed(_ text: String, isError: Bool) -> Bool {
    if redirections.take(text, isError: isError) { return true }
    guard let owner = SubmissionID.ofThisThread else { return false }
    connection.send(.output(.stream(isError ? .stderr : .stdout, text), owner))
    return true
  }
}

/// Ends the cell as if its top level had thrown `error`.
private func leave(throwing error: any Error) -> Never {
  // The runtime's error box is one pointer; the receiver owns the reference count taken here.
  // Without `as`, the contents of the box would be passed.
  let pointer = unsafeBitCast(error as any Error, to: UnsafeMutableRawPointer.self)
  _ = Unmanaged<AnyObject>.fromOpaque(pointer).retain()
  guardedThrow(pointer)
}
