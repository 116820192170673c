public import SuperposeEvaluation
internal import SuperposeCells
internal import Foundation
internal import SuperposeHostClient
internal import SuperposeHostLink
internal import SuperposeLanguage
internal import Synchronization

/// A notebook's session: compiles cells one after the other and runs them in the cell host.
public actor NotebookEvaluator: Evaluator {
  let configuration: NotebookConfiguration
  let compiler: CellCompiler
  let language: LanguageClient
  let symbolicator: Symbolicator
  /// What internal runs (expressions, restored cells) show, instead of the front end.
  let captured = CapturedOutputs()

  var host: CellHost?
  var chain = Chain()
  /// The cells that were loaded when the host died, for `%restore`.
  var lost: Chain?
  /// The texts of the session's cells by label, for tracebacks.
  var sources: [String: CellSource] = [:]
  private var outputs: OutputHandler = { _, _ in }
  private var running: Running?
  /// The latest submission that was to be interrupted; it may be yet to come.
  private var interrupted: SubmissionID?
  private var internalRuns = 0
  /// Makes the facade of the cell that failed last; nothing may look at the chain before it is done.
  private var facadeInTheMaking: Task<Void, Never>?
  /// Whether someone watches, as the submissions say; `nil` before the first.
  var isWatched: Bool?
  var warming: Task<Void, any Error>?

  /// What is going on, for ``interrupt()``.
  private struct Running {
    var id: SubmissionID
    var compilation: Task<CellImage, any Error>?
    var isInterrupted: Bool
  }

  /// - Throws: ``ToolchainError``, or what the system says when the session's folder cannot be made.
  public init(_ configuration: NotebookConfiguration) throws {
    let toolchain = try Toolchain.current()
    self.configuration = configuration
    try FileManager.default.createDirectory(
      atPath: configuration.directory, withIntermediateDirectories: true)
    compiler = CellCompiler(
      toolchain: toolchain, modules: configuration.modules, moduleMaps: configuration.moduleMaps,
      directory: configuration.directory, moduleCache: configuration.moduleCache)
    language = LanguageClient(
      executable: configuration.languageServer,
      sourceKit: toolchain.root + "/lib/libsourcekitdInProc.so", magics: Magic.all)
    symbolicator = Symbolicator(tool: toolchain.symbolizer, directory: configuration.directory)
  }

  public func start(
    outputs: @escaping OutputHandler, input: @escaping InputHandler
  ) async throws {
    self.outputs = outputs
    let captured = captured
    host = CellHost(
      executable: configuration.cellHost, memoryLimit: configuration.memoryLimit,
      outputs: { output, id in
        if captured.take(output, for: id) { return }
        outputs(output, id)
      },
      input: input,
      backgroundFailure: { [weak self] id, end in
        Task { await self?.reportBackgroundFailure(end, of: id) }
      },
      explanation: { [weak self] end in
        await self?.explain(end).failure ?? .interruptedCompilation
      })
    try host?.start()
    // A batch run will have shown by then what it is.
    warmUp(after: .seconds(1))
  }

  public func evaluate(_ submission: Submission) async -> Outcome {
    running = Running(id: submission.id, isInterrupted: interrupted == submission.id)
    isWatched = submission.allowsInput || isWatched == true
    compiler.keepReady(isWatched == true)
    // The cell has the processors to itself.
    warming?.cancel()
    defer {
      running = nil
      warmUp()
    }
    await chainIsWhole()
    do {
      if running?.isInterrupted == true { throw Failure.interruptedCompilation }
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
    guard let id, running?.id == id else { return host?.interrupt(nil) ?? () }
    running?.isInterrupted = true
    running?.compilation?.cancel()
    host?.interrupt(id)
    if internalRuns > 0 { host?.interrupt(.internalRun(internalRuns)) }
  }

  public func receive(_ comm: CommMessage, as id: SubmissionID) async throws {
    if let refusal = await host?.receive(comm, as: id) { throw CommRefusal(refusal) }
  }

  public func openComms() async -> [String: String] { host?.openComms ?? [:] }

  public func shutDown() async {
    running?.compilation?.cancel()
    warming?.cancel()
    facadeInTheMaking?.cancel()
    compiler.keepReady(false)
    host?.stop()
    await language.shutDown()
    try? FileManager.default.removeItem(atPath: configuration.directory)
  }

  // MARK: What a submission asks for

  private func perform(_ directive: Directive, _ submission: Submission) async throws -> [Payload] {
    switch directive.kind {
    case .plain:
      try await runCell(directive.code, submission)
    case .optimise:
      try await runCell(directive.code, submission, isOptimised: true)
    case .time:
      let times = try await runCell(directive.code, submission)
      show(.stream(.stdout, times.description + "\n"), submission)
    case .help:
      show(.display(.text(Magic.help, markdown: Magic.helpMarkdown), displayID: nil), submission)
    case .who:
      try await showVariables(submission)
    case .restore:
      show(.stream(.stdout, try await restore() + "\n"), submission)
    case .reset:
      reset()
      show(.stream(.stdout, "Every cell is forgotten.\n"), submission)
    case .inspect(let name, let withSource):
      return [try await page(name, withSource: withSource)]
    case .unknown(let word):
      throw Failure(
        name: "UnknownMagic", value: "\(word) is no magic of this kernel; %help lists them all",
        traceback: [])
    }
    return []
  }

  /// Sends an output, as the cell would.
  func show(_ output: Output, _ submission: Submission) { outputs(output, submission.id) }

  // MARK: Running

  /// Compiles and runs code as the next cell of the chain.
  @discardableResult
  func runCell(
    _ code: String, _ submission: Submission, isOptimised: Bool = false
  ) async throws -> CellTimes {
    let source = CellSource(code)
    guard !source.isEmpty else { return CellTimes() }
    try noticeIdleDeath()
    let count = submission.executionCount
    let unit = CellUnit(
      name: chain.freshName(count), label: "Cell [\(count)]", source: source,
      previous: chain.head, knownModules: chain.knownModules, isOptimised: isOptimised)
    var times = CellTimes()
    let image = try await times.compiling { try await compileCell(unit) }
    for warning in image.warnings { show(.display(.warning(warning), displayID: nil), submission) }
    sources[unit.label] = image.unit.source
    let link = ChainLink(
      image: image, code: submission.code, executionCount: count, variablesReached: 0, facade: nil)
    try await times.running {
      try await run(link, as: submission.id, allowsInput: submission.allowsInput)
    }
    return times
  }

  /// Compiles a unit as the next cell of the chain.
  ///
  /// A function that it declares anew with another result, other effects or more options would be an
  /// overload of the old one, and its calls ambiguous, or still the old one's: a module between the two
  /// hides the old one.
  func compileCell(_ unit: CellUnit) async throws -> CellImage {
    var unit = unit
    let reason = "\(unit.label.lowercased()) declares it anew"
    let hidden = chain.functions(replacedBy: unit.source).map { function in
      "@available(*, unavailable, message: \"\(reason)\") \(function.header) { fatalError() }"
    }
    if let module = await shadow(hidden, from: unit.name + "_hides", over: unit.previous, label: unit.label) {
      unit.previous = module
    }
    return try await compile(unit)
  }

  /// Makes a module whose declarations shadow those of older ones; `nil` when there is nothing to
  /// declare, or it cannot be compiled.
  private func shadow(
    _ declarations: [String], from name: String, over previous: String, label: String
  ) async -> String? {
    guard !declarations.isEmpty else { return nil }
    let unit = CellUnit(
      name: name, label: label, source: CellSource(declarations.joined(separator: "\n")),
      previous: previous, knownModules: chain.knownModules)
    return (try? await compiler.compile(unit))?.unit.name
  }

  /// Compiles in a task that ``interrupt()`` can cancel.
  func compile(_ unit: CellUnit) async throws -> CellImage {
    let compiler = compiler
    let task = Task { try await compiler.compile(unit) }
    running?.compilation = task
    defer { running?.compilation = nil }
    do {
      if running?.isInterrupted == true { task.cancel() }
      return try await task.value
    } catch let failure as CompileFailure {
      if running?.isInterrupted == true { throw Failure.interruptedCompilation }
      let told = Failure(failure)
      throw told.adding(Hint(message: told.value, chain: chain, lost: lost).line)
    } catch is CancellationError {
      throw Failure.interruptedCompilation
    }
  }

  /// Loads and runs a compiled cell and, unless the host dies of it, makes it the chain's head.
  func run(_ link: ChainLink, as id: SubmissionID, allowsInput: Bool) async throws {
    if running?.isInterrupted == true { throw Failure.interruptedCompilation }
    let end = try await end(of: link.image, as: id, allowsInput: allowsInput)
    try await take(end, of: link)
  }

  /// Runs an image in the host and returns how it ended there.
  ///
  /// - Throws: What was lost, when the host did not survive it.
  private func end(
    of image: CellImage, as id: SubmissionID, allowsInput: Bool = false
  ) async throws -> CellEnd {
    guard let host else { preconditionFailure("start(outputs:input:) comes before any cell") }
    let command = CellRun(
      id: id, library: image.library, entry: image.entry, allowsInput: allowsInput)
    switch try await host.run(command) {
    case .ended(let end): return end
    case .lost(let end, let words): throw loseHost(.died(end, lastWords: words))
    case .gaveUp: throw loseHost(.gaveUp)
    }
  }

  /// Throws what was lost, once, when the host has died between cells.
  private func noticeIdleDeath() throws {
    switch host?.takeIdleDeath() {
    case .lost(let end, let words): throw loseHost(.died(end, lastWords: words))
    case .gaveUp: throw loseHost(.gaveUp)
    case .ended, nil: break
    }
  }

  private func take(_ end: CellEnd, of link: ChainLink) async throws {
    var link = link
    let variables = link.image.unit.source.variables
    link.variablesReached = min(end.variablesReached, variables.count)
    if case .notLoaded(let reason) = end.reason { throw Failure.notLoaded(reason) }
    guard Failure(end) != nil else {
      link.variablesReached = variables.count
      chain.append(link)
      return
    }
    let (failure, traceback) = await explain(end)
    chain.append(link)
    if link.variablesReached < variables.count {
      let line = traceback.stoppingLine(in: link.image.unit.label)
      // The user does not wait for it: the failure is told at once.
      facadeInTheMaking = Task {
        if let facade = await makeFacade(over: link, stoppedAt: line) { chain.cover(link, with: facade) }
      }
    }
    throw failure
  }

  /// Waits until what the latest failure left unusable is marked so.
  func chainIsWhole() async { await facadeInTheMaking?.value }

  /// The failure that an end means, with its place in the user's code.
  private func explain(_ end: CellEnd) async -> (failure: Failure, traceback: Traceback) {
    let findings = await symbolicator.findings(of: end.frames)
    let sources = sources
    let traceback = Traceback(places: findings.places, source: { sources[$0] })
    var failure = Failure(end, failedCheck: findings.failedCheck) ?? .interruptedCompilation
    if failure.value.hasPrefix("failed to allocate") {
      let words = memoryWords
      failure = Failure(
        name: "MemoryLimit", value: words, traceback: [Failure.heading("MemoryLimit", words)])
    }
    failure.traceback += traceback.lines
    return (failure, traceback)
  }

  /// A module that shadows each variable that was never initialised, so that later cells cannot
  /// read memory that holds nothing. `nil` when it cannot be compiled.
  private func makeFacade(over link: ChainLink, stoppedAt line: Int?) async -> String? {
    let label = link.image.unit.label
    let place = line.map { " at line \($0)" } ?? ""
    let reason = "never initialised: \(label.lowercased()) stopped\(place)"
    let declarations = link.unreachedVariables.map { name in
      "@available(*, unavailable, message: \"\(reason)\") var \(name): Never { fatalError() }"
    }
    let name = link.image.unit.name
    return await shadow(declarations, from: name + "_reached", over: name, label: label)
  }

  /// Runs code that is no cell: nothing of it stays, and what it shows is returned.
  func runAside(_ code: String, label: String) async throws -> [Output] {
    try noticeIdleDeath()
    internalRuns += 1
    let id = SubmissionID.internalRun(internalRuns)
    let unit = CellUnit(
      name: "Aside\(internalRuns)", label: label, source: CellSource(code), previous: chain.head,
      knownModules: chain.knownModules)
    let image = try await compile(unit)
    captured.begin(id)
    defer { _ = captured.end(id) }
    let end = try await end(of: image, as: id)
    guard Failure(end) == nil else { throw await explain(end).failure }
    return captured.end(id)
  }

  /// Runs a loaded cell again with nothing shown.
  func rerun(_ link: ChainLink) async throws {
    internalRuns += 1
    let id = SubmissionID.internalRun(internalRuns)
    captured.begin(id)
    defer { _ = captured.end(id) }
    try await run(link, as: id, allowsInput: false)
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

  private func reportBackgroundFailure(_ end: CellEnd, of id: SubmissionID?) async {
    guard Failure(end) != nil else { return }
    let lines = await explain(end).failure.traceback.joined(separator: "\n")
    outputs(.stream(.stderr, "A task that the cell left running has failed.\n\(lines)\n"), id)
  }
}

extension SubmissionID {
  /// Numbers for runs of the evaluator's own, beyond all that front ends submit.
  static func internalRun(_ number: Int) -> SubmissionID {
    SubmissionID(rawValue: 1 << 40 + number)
  }
}
