import CSuperposeCellHost
import Glibc
import SuperposeCellRuntime
import SuperposeEvaluation
import SuperposeHostLink
import Synchronization
import Testing

/// Runs closures as cells: a runner needs neither a kernel nor a compiler.
@Suite(.serialized, .timeLimit(.minutes(2))) struct CellRunnerTests {
  let connection = RecordingConnection()
  let runner: CellRunner
  private let cells = Cells()

  init() {
    Self.prepare
    let jobs = Jobs()
    let redirections = PrintRedirections()
    let idle = IdleLoop(
      jobs: jobs, redirections: redirections, failures: FailureRequests(connection: connection),
      connection: connection)
    runner = CellRunner(
      jobs: jobs, idle: idle, redirections: redirections, connection: connection,
      load: { [cells] run throws(LoadError) in try cells.body(of: run.id) })
    runner.beIdle()
  }

  @Test func `a cell that returns has ended well, with its variables counted`() async throws {
    let end = try await end(of: 1) { [runner] in runner.reached(3) }
    #expect(end == CellEnd(.returned, variablesReached: 3))
  }

  @Test func `a trap ends the cell with the runtime's words, and the next cell runs`() async throws {
    let end = try await end(of: 1) { fatalError("on purpose") }
    guard case .trapped(_, let message, let isStackOverflow) = end.reason else {
      Issue.record("ended with \(end.reason)")
      return
    }
    #expect(message.contains("Fatal error: on purpose") && !isStackOverflow)
    #expect(try await self.end(of: 2) {}.reason == .returned)
  }

  @Test func `a stack overflow is told from other traps`() async throws {
    let end = try await end(of: 1) { _ = depth(1) }
    guard case .trapped(_, _, isStackOverflow: true) = end.reason else {
      Issue.record("ended with \(end.reason)")
      return
    }
  }

  @Test func `an interrupt ends the cell that it names`() async throws {
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    start(1) {
      begin.finish()
      sleep(1000)
    }
    for await _ in begun {}
    runner.interrupt(.cell(7))
    runner.interrupt(.cell(1))
    #expect(try await connection.end(of: .cell(1)).reason == .interrupted)
  }

  @Test func `an interrupt that comes before its cell ends that cell, and no other`() async throws {
    runner.interrupt(.cell(2))
    #expect(try await end(of: 1) {}.reason == .returned)
    #expect(try await end(of: 2) { sleep(1000) }.reason == .interrupted)
  }

  @Test func `a cell that cannot be loaded says why`() async throws {
    runner.run(CellRun(.cell(5)))
    #expect(try await connection.end(of: .cell(5)).reason == .notLoaded("no such cell"))
  }

  @Test func `a failure elsewhere ends the cell that owns it`() async throws {
    start(1) { sleep(1000) }
    runner.backgroundFailed(.trap, .cell(1))
    let end = try await connection.end(of: .cell(1))
    #expect(end.reason == .trapped(signal: 5, message: "", isStackOverflow: false))
  }

  @Test func `a failure that an older cell owns is told, and the running cell goes on`() async throws {
    let gate = Gate()
    start(2) { gate.wait() }
    runner.backgroundFailed(.trap, .cell(1))
    let owner = try await connection.next { event -> SubmissionID? in
      if case .backgroundFailed(let owner, _) = event { owner } else { nil }
    }
    #expect(owner == .cell(1))
    gate.open()
    #expect(try await connection.end(of: .cell(2)).reason == .returned)
  }

  // MARK: Cells

  private func end(of number: Int, _ body: @escaping @Sendable () -> Void) async throws -> CellEnd {
    start(number, body)
    return try await connection.end(of: .cell(number))
  }

  private func start(_ number: Int, _ body: @escaping @Sendable () -> Void) {
    cells.bodies.withLock { $0[.cell(number)] = body }
    runner.run(CellRun(.cell(number)))
  }

  /// The handlers of signals are the process's.
  private static let prepare: Void = guardedInstall()
}

/// The bodies of a test's cells.
private final class Cells: Sendable {
  let bodies = Mutex<[SubmissionID: @Sendable () -> Void]>([:])

  func body(of id: SubmissionID) throws(LoadError) -> () -> Void {
    guard let body = bodies.withLock({ $0[id] }) else { throw LoadError(reason: "no such cell") }
    return body
  }
}

/// Holds a cell until the test lets it go on.
private final class Gate: Sendable {
  private let isOpen = Atomic(false)

  func open() { isOpen.store(true, ordering: .relaxed) }
  func wait() { while !isOpen.load(ordering: .relaxed) { usleep(100) } }
}

extension CellRun {
  fileprivate init(_ id: SubmissionID) {
    self.init(id: id, code: .image(library: "", entry: ""), allowsInput: false, isWatched: false)
  }
}

extension GuardedEnding {
  /// The ending of a thread that a signal has stopped.
  fileprivate static var trap: GuardedEnding {
    var outcome = GuardedOutcome()
    outcome.end = GuardedTrapped
    outcome.detail = 5
    return GuardedEnding(&outcome)
  }
}

@inline(never) private func depth(_ number: Int) -> Int {
  number == 0 ? 0 : number &+ depth(number &+ 1) &* 3
}
