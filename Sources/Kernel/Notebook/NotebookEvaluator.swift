internal import Foundation
internal import SuperposeCells
public import SuperposeEvaluation
internal import SuperposeFiles
internal import SuperposeHostClient
internal import SuperposeHostLink
internal import SuperposeLanguage

/// A notebook's session: runs submissions one after the other.
///
/// The actor keeps the order of submissions and the chain of cells. ``CellBuilder`` compiles cells,
/// ``HostSupervisor`` runs them, ``FailureReporter`` words failures.
public actor NotebookEvaluator: Evaluator {
  let builder: CellBuilder
  let host: HostSupervisor
  let reporter: FailureReporter
  let language: LanguageClient
  private let outputs: OutputHandler
  /// The session's own folder, with the compiled cells.
  var folder: HeldFolder

  /// The cells that the host holds.
  var chain = Chain()
  /// The cells that the host held when it died, for `%restore`.
  var lost: Chain?
  private var running: Running?
  /// The submission that was interrupted last; it may not have arrived yet.
  private var interrupted: SubmissionID?
  /// Builds the shadow module of the cell that failed last. The chain is complete when it is done.
  private var shadowing: Task<Void, Never>?
  /// Whether a user reads outputs, according to the submissions; `nil` before the first.
  var isWatched: Bool?
  var warming: Task<Void, any Error>?

  /// The submission that runs, for ``interrupt(_:)``.
  private struct Running {
    var id: SubmissionID
    var build: Task<CellImage, any Error>?
    var isInterrupted: Bool
  }

  /// Starts a cell host.
  ///
  /// - Throws: ``ToolchainError``; ``HostError``; the system's error if the session's folder cannot
  ///   be created.
  public init(
    _ configuration: NotebookConfiguration, outputs: @escaping OutputHandler,
    input: @escaping InputHandler
  ) throws {
    let toolchain = try Toolchain.current()
    let folder = try HeldFolder.ofSession(in: configuration.temporary)
    self.folder = folder
    self.outputs = outputs
    builder = CellBuilder(
      compiler: CellCompiler(
        toolchain: toolchain, modules: configuration.modules,
        moduleMaps: configuration.moduleMaps, directory: folder.path,
        moduleCache: configuration.moduleCache ?? folder.path + "/module-cache"))
    language = LanguageClient(
      executable: configuration.languageServer,
      sourceKit: LanguageClient.sourceKit(inToolchain: toolchain.root), magics: Magic.all)
    reporter = FailureReporter(
      symbolicator: Symbolicator(tool: toolchain.symbolizer, directory: folder.path),
      memoryLimit: configuration.memoryLimit)
    host = try HostSupervisor(configuration, outputs: outputs, input: input, reporter: reporter)
    // By then it is known whether this is a batch run.
    Task { [weak self] in await self?.warmUp(after: .seconds(1)) }
  }

  public func evaluate(_ submission: Submission) async -> Outcome {
    running = Running(id: submission.id, isInterrupted: interrupted == submission.id)
    isWatched = submission.isWatched || isWatched == true
    builder.compiler.keepReady(isWatched == true)
    // Leave the processors to the cell.
    warming?.cancel()
    defer {
      running = nil
      warmUp()
    }
    await completeChain()
    do {
      try checkInterrupt()
      let payloads = try await perform(Directive(submission.code), submission)
      var results: [String: ExpressionResult] = [:]
      for (name, code) in submission.expressions.sorted(by: { $0.key < $1.key }) {
        results[name] = await evaluateExpression(code)
      }
      return .succeeded(expressions: results, payloads: payloads)
    } catch {
      return .failed(Failure(reporting: error))
    }
  }

  public func interrupt(_ id: SubmissionID?) async {
    interrupted = id
    guard let id, running?.id == id else { return host.interrupt(nil) }
    running?.isInterrupted = true
    running?.build?.cancel()
    host.interrupt(id)
  }

  public func receive(_ comm: CommMessage, as id: SubmissionID) async throws {
    try await host.receive(comm, as: id)
  }

  public func openComms() async -> [String: String] { host.openComms }

  public func shutDown() async {
    running?.build?.cancel()
    warming?.cancel()
    shadowing?.cancel()
    builder.compiler.keepReady(false)
    host.stop()
    await language.shutDown()
    // What cannot be removed now is removed by the next session.
    try? folder.remove()
  }

  /// Sends an output as if from the cell.
  func show(_ output: Output, _ submission: Submission) { outputs(output, submission.id) }

  // MARK: Cells

  /// Compiles and runs code as the next cell.
  @discardableResult
  func runCell(
    _ code: String, _ submission: Submission, isOptimised: Bool = false
  ) async throws -> CellTimes {
    let source = try await CellSource.reading(code)
    guard !source.isEmpty else { return CellTimes() }
    try checkHost()
    try checkFolder()
    let count = submission.executionCount
    let unit = chain.nextUnit(
      chain.freshName(count), label: "Cell [\(count)]", source: source, isOptimised: isOptimised)
    var times = CellTimes()
    let image = try await times.compiling { try await build(unit) }
    for warning in image.warnings { show(.display(.warning(warning), displayID: nil), submission) }
    reporter.note(image.unit.source, of: unit.label)
    let link = ChainLink(
      image: image, code: submission.code, executionCount: count, variablesReached: 0, shadow: nil)
    try await times.running {
      try checkInterrupt()
      let end = try await inHost {
        try await host.run(
          image, as: submission.id, allowsInput: submission.allowsInput,
          isWatched: submission.isWatched)
      }
      try await append(link, endedBy: end)
    }
    return times
  }

  /// Compiles a unit as the next cell, in a task that ``interrupt(_:)`` can cancel.
  func build(_ unit: CellUnit) async throws -> CellImage {
    let task = Task { [builder, chain] in try await builder.build(unit, after: chain) }
    running?.build = task
    defer { running?.build = nil }
    do {
      if running?.isInterrupted == true { task.cancel() }
      return try await task.value
    } catch let refusal as CompileFailure {
      try checkInterrupt()
      throw reporter.failure(for: refusal, chain: chain, lost: lost)
    } catch is CancellationError {
      throw Failure.interruptedCompilation
    }
  }

  /// Appends a cell that has run to the chain, and throws its failure.
  private func append(_ link: ChainLink, endedBy end: CellEnd) async throws {
    var link = link
    let count = link.image.unit.source.variables.count
    if case .notLoaded(let reason) = end.reason { throw Failure.notLoaded(reason) }
    guard let report = await reporter.report(on: end) else {
      link.variablesReached = count
      chain.append(link)
      return
    }
    link.variablesReached = min(end.variablesReached, count)
    chain.append(link)
    shadowUninitialisedVariables(
      of: link, stoppedAt: report.traceback.stoppingLine(in: link.image.unit.label))
    throw report.failure
  }

  /// Makes variables that a failed cell never initialised unavailable. This runs while the user
  /// reads the failure.
  private func shadowUninitialisedVariables(of link: ChainLink, stoppedAt line: Int?) {
    let shadow = ShadowModule(
      ofUninitialisedVariablesIn: link, stoppedAt: line, knownModules: chain.knownModules)
    guard let shadow else { return }
    shadowing = Task {
      if let module = await builder.build(shadow) { chain.cover(link, with: module) }
    }
  }

  /// Waits until the chain has the shadow module of the cell that failed last.
  func completeChain() async { await shadowing?.value }

  private func checkInterrupt() throws {
    if running?.isInterrupted == true { throw Failure.interruptedCompilation }
  }

  // MARK: Asides

  /// Runs code that is not a cell: nothing of it is kept, and its outputs are returned.
  func runAside(_ code: String, label: String) async throws -> [Output] {
    try checkHost()
    try checkFolder()
    let id = host.nextAside()
    let image = try await build(
      chain.nextUnit("Aside\(id.packed)", label: label, source: try await CellSource.reading(code)))
    let (end, outputs) = try await inHost {
      try await host.runCaptured(image, as: id, isWatched: isWatched == true)
    }
    if let report = await reporter.report(on: end) { throw report.failure }
    return outputs
  }

  /// Runs a compiled cell with captured outputs, and appends it to the chain.
  func rerun(_ link: ChainLink) async throws {
    try checkInterrupt()
    let id = host.nextAside()
    let (end, _) = try await inHost {
      try await host.runCaptured(link.image, as: id, isWatched: isWatched == true)
    }
    try await append(link, endedBy: end)
  }

  private func evaluateExpression(_ code: String) async -> ExpressionResult {
    do {
      for case .result(let data) in try await runAside(code, label: "expression") {
        return .value(data)
      }
      return .value(.text("()"))
    } catch {
      return .failed(Failure(reporting: error))
    }
  }

  // MARK: The host

  /// Throws the failure once if the host has died between cells.
  private func checkHost() throws {
    do { try host.checkAlive() } catch let loss as HostLoss { throw lose(because: loss) }
  }

  /// The result of `body` in the host. If the host is lost meanwhile, throws the failure.
  private func inHost<Value>(_ body: () async throws -> Value) async throws -> Value {
    do { return try await body() } catch let loss as HostLoss { throw lose(because: loss) }
  }

  /// Removes the cells of an ended host from the chain, keeps them for `%restore`, and returns the
  /// failure that lists what was lost.
  private func lose(because loss: HostLoss) -> Failure {
    let gone = chain
    if !gone.links.isEmpty { lost = gone }
    chain = gone.emptied()
    return reporter.failure(for: loss, gone: gone)
  }
}
