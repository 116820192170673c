internal import Foundation
internal import SuperposeCells
public import SuperposeEvaluation
internal import SuperposeFiles
internal import SuperposeHostClient
internal import SuperposeHostLink
internal import SuperposeLanguage
internal import SuperposePackages

/// A notebook's session: runs submissions one after the other.
///
/// The actor keeps the order of submissions and the chain of cells. ``CellBuilder`` compiles cells,
/// ``HostSupervisor`` runs them, ``FailureReporter`` words failures.
public actor NotebookEvaluator: Evaluator {
  private(set) var builder: CellBuilder
  let host: HostSupervisor
  let reporter: FailureReporter
  let language: LanguageClient
  private let outputs: OutputHandler
  /// Sends an output that is no figure of the cell.
  let unrecordedOutputs: OutputHandler
  /// The session's own folder, with the compiled cells.
  var folder: HeldFolder

  /// The cells that the host holds.
  var chain = Chain()
  /// The cells that the host held when it died, for `%restore`.
  var lost: Chain?
  private var running: Running?
  var isRunning: Bool { running != nil }
  /// What is known of the variables' values.
  var known = KnownVariables()
  /// Cells that wait for a declaration.
  var waiting = WaitingCells()
  /// The loss of the host that nobody has been told of.
  private var untoldLoss: Failure?
  /// The submission that was interrupted last; it may not have arrived yet.
  private var interrupted: SubmissionID?
  /// Builds the shadow module of the cell that failed last. The chain is complete when it is done.
  var shadowing: Task<Void, Never>?
  /// Whether a user reads outputs, according to the submissions; `nil` before the first.
  var isWatched: Bool?
  var warming: Task<Void, any Error>?
  /// The language mode of the cells to come, as `%swift` sets it.
  var languageMode = LanguageMode.swift5
  /// Stale uses that the user has been told of.
  var toldStale: Set<StaleUse> = []
  var toldOverloads: Set<String> = []
  /// The test libraries that the host listens to.
  var listening: Set<String> = []
  let packageBuilder: PackageBuilder
  /// The program that runs cells.
  let cellHost: String
  /// The packages that cells may import.
  var packages = LoadedPackages()
  /// Files that run before the first cell, and those of them that have run.
  let startUpFiles: [String]
  var startUpFilesRun: [String]?
  /// The files that run at the moment because of `%include`, each of which includes the next.
  var including: [URL] = []
  /// What was built, for `%stamp`.
  let build: [String: String]
  let figures: FigureRecord
  let hiddenStamps: HiddenStamps

  /// The submission that runs, for ``interrupt(_:)``.
  private struct Running {
    var id: SubmissionID
    var build: Task<CellBuilder.Built, any Error>?
    /// Ends what is done before the cell is compiled.
    var cancelPreparation: (@Sendable () -> Void)?
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
    let figures = FigureRecord()
    let hiddenStamps = HiddenStamps()
    unrecordedOutputs = outputs
    let outputs: OutputHandler = { output, id in
      let output = hiddenStamps.prepared(output, of: id)
      figures.note(output, of: id)
      outputs(output, id)
    }
    self.outputs = outputs
    self.figures = figures
    self.hiddenStamps = hiddenStamps
    build = configuration.build
    startUpFiles = configuration.startUpFiles
    cellHost = configuration.cellHost
    packageBuilder = PackageBuilder(
      toolchain: toolchain.root,
      cache: PackageCache(folder: configuration.packageCache ?? folder.path + "/packages"))
    builder = CellBuilder(
      compiler: CellCompiler(
        toolchain: toolchain, modules: configuration.modules,
        moduleMaps: configuration.moduleMaps, directory: folder.path,
        moduleCache: configuration.makesSharedModules.map { .making($0.folder) }
          ?? .own(configuration.moduleCache ?? folder.path + "/module-cache", shared: configuration.sharedModules)))
    try builder.compiler.linkLibraries()
    language = LanguageClient(
      executable: configuration.languageServer,
      sourceKit: LanguageClient.sourceKit(inToolchain: toolchain.root), magics: Magic.all)
    reporter = FailureReporter(
      symbolicator: Symbolicator(tool: toolchain.symbolizer, directory: folder.path),
      toolchain: toolchain, memoryLimit: configuration.memoryLimit)
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
    if chain.isLong { language.pause() }
    defer {
      language.proceed()
      running = nil
      known.isFresh = false
      warmUp()
    }
    await completeChain()
    chain.forget(cells: submission.deletedCells)
    do {
      try checkInterrupt()
      figures.begin(submission)
      hiddenStamps.begin(submission)
      await startUp(submission)
      let payloads = try await perform(Directive(submission.code), submission)
      // The host does one thing at a time, and it may still release old values.
      if submission.isStamped || !submission.expressions.isEmpty { await completeChain() }
      if submission.isStamped { await stampOutputs(of: submission) }
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
    running?.cancelPreparation?()
    host.interrupt(id)
  }

  public func receive(_ comm: CommMessage, as id: SubmissionID) async throws {
    known.isFresh = false
    try await host.receive(comm, as: id)
  }

  public func openComms() async -> [String: String] { host.openComms }

  public func shutDown() async {
    running?.build?.cancel()
    running?.cancelPreparation?()
    warming?.cancel()
    shadowing?.cancel()
    builder.compiler.keepReady(false)
    host.stop()
    await language.shutDown()
    // What cannot be removed now is removed by the next session.
    try? folder.remove()
  }

  /// Sends an output as if from the cell.
  nonisolated func show(_ output: Output, _ submission: Submission) { outputs(output, submission.id) }

  // MARK: Cells

  /// Compiles and runs code as the next cell.
  ///
  /// - Parameter isOptimised: Whether it is optimised; `nil` for when that pays.
  @discardableResult
  func runCell(
    _ code: String, _ submission: Submission, isOptimised: Bool? = nil
  ) async throws -> CellTimes {
    let source = try await reading(swift(of: code), cellID: submission.cellID)
    guard !source.isEmpty else { return CellTimes() }
    try checkHost()
    try checkFolder()
    let label = "\(submission.name) [\(submission.executionCount)]"
    var times = CellTimes()
    reporter.note(submission.code, of: label, guards: source.guards)
    let built = try await times.compiling {
      try await buildCell(source, label: label, isOptimised: isOptimised ?? source.loopsHeavily, submission)
    }
    language.proceed()
    for warning in reporter.asWritten(built.image.warnings) {
      show(.display(.warning(warning), displayID: nil), submission)
    }
    let link = ChainLink(
      image: built.image, code: submission.code, executionCount: submission.executionCount,
      cellID: submission.cellID, rebindings: chain.rebindings(to: built.image, cellID: submission.cellID))
    defer { tellWhatIsStale(after: link, submission) }
    try await times.running {
      try checkInterrupt()
      try await listen(for: link.image.unit)
      let end = try await inHost {
        try await host.run(
          link.image, as: submission.id, rebindings: link.rebindings,
          allowsInput: submission.allowsInput, isWatched: submission.isWatched)
      }
      defer { releaseDeadVariables(after: link) }
      try await append(link, endedBy: end, replacing: built.replacements)
    }
    return times
  }

  /// Reads a cell's text.
  ///
  /// - Throws: A failure that says what of the text is too much.
  private func reading(_ code: String, cellID: String?) async throws -> CellSource {
    let source = try await CellSource.reading(code, languageMode: languageMode)
    let modules = chain.modulesOfVariables(shadowedBy: source, cellID: cellID)
    return modules.isEmpty ? source : try await CellSource.bounded(code) { source.shadowing(modules) }
  }

  /// The cell with its commands, such as `!ls`, as Swift.
  ///
  /// - Throws: A failure that says what of the text is too much.
  func swift(of code: String) async throws -> String {
    guard CommandLines.mayBe(in: code) else { return code }
    let names = Set(chain.variables + chain.declarations)
    return try await CellSource.bounded(code) { CommandLines(code, isDeclared: names.contains).text }
  }

  /// Lets all cells from now on import the modules of packages.
  func usePackages(_ arguments: [String], modules: Set<String>, libraries: [String]) {
    builder.compiler.packageArguments = arguments
    builder.compiler.packageModules = modules
    host.use(libraries)
  }

  /// Does what an interrupt can end before a cell is compiled.
  ///
  /// - Throws: The error of `work`; `Failure.interruptedCompilation`.
  func preparing<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try checkInterrupt()
    let task = Task { try await work() }
    running?.cancelPreparation = { task.cancel() }
    defer { running?.cancelPreparation = nil }
    do { return try await task.value } catch is CancellationError { throw Failure.interruptedCompilation }
  }

  /// Compiles a unit as the next cell, in a task that ``interrupt(_:)`` can cancel.
  ///
  /// - Parameter refused: Is told what the compiler said of a unit that it refused, and whether the unit waits
  ///   for a declaration is its answer.
  func build(
    _ unit: CellUnit, cellID: String? = nil, refused: (CompileFailure) -> Bool = { _ in false }
  ) async throws -> CellBuilder.Built {
    try refuseProtectedNames(in: unit)
    let task = Task { [builder, chain] in
      try await builder.build(unit, after: chain, cellID: cellID)
    }
    running?.build = task
    defer { running?.build = nil }
    do {
      if running?.isInterrupted == true { task.cancel() }
      return try await task.value
    } catch let refusal as CompileFailure {
      try checkInterrupt()
      if let full = diskFailure(becauseOf: refusal) { throw full }
      throw reporter.failure(
        for: await explained(refusal, of: unit), chain: chain, lost: lost, packageModules: packages.modules,
        isWaiting: refused(refusal))
    } catch is CancellationError {
      throw Failure.interruptedCompilation
    } catch {
      throw diskFailure(becauseOf: error) ?? error
    }
  }

  /// A refusal with what the session knows of names: why they are unavailable, and which one might be meant.
  private func explained(_ refusal: CompileFailure, of unit: CellUnit) async -> CompileFailure {
    let own = chain.variables + chain.declarations + unit.source.declarations.map(\.name)
    var types: Set<String> = []
    if refusal.missesTypes {
      let (toolchain, host, imported) = (builder.compiler.toolchain, cellHost, chain.known.whole)
      types = await Task.detached { toolchain.typeNames(imported: imported, in: host) }.value
    }
    return refusal.naming(chain.unavailable, in: unit.source, label: unit.label)
      .suggesting(own, types: types, modules: importableModules)
  }

  /// What a cell can import.
  var importableModules: [String] {
    LibraryModules.imported + packages.modules.sorted() + ToolchainModules.importable
  }

  /// Throws if the cell would change what the functions mean that grade answers.
  private func refuseProtectedNames(in unit: CellUnit) throws {
    var variables: [String: String] = [:]
    for link in chain.links {
      for declaration in link.source.declarations where declaration.isVariable {
        variables[declaration.name] = link.image.unit.label
      }
    }
    let refusal =
      ProtectedNames.refusal(of: unit.source)
      ?? ProtectedNames.refusal(of: unit.source, variables: variables)
    guard let refusal else { return }
    throw Failure(name: "ProtectedName", value: "\(unit.label), line \(refusal.line): \(refusal.reason)")
  }

  func checkInterrupt() throws {
    if running?.isInterrupted == true { throw Failure.interruptedCompilation }
  }

  // MARK: The host

  /// Throws the failure once if the host has died between cells.
  func checkHost() throws {
    if let failure = untoldLoss {
      untoldLoss = nil
      throw failure
    }
    do { try host.checkAlive() } catch let loss as HostLoss { throw lose(because: loss) }
  }

  /// The result of `body` in the host. If the host is lost meanwhile, throws the failure.
  func inHost<Value>(_ body: () async throws -> Value) async throws -> Value {
    do { return try await body() } catch let loss as HostLoss { throw lose(because: loss) }
  }

  /// Keeps the loss of the host during work that is no cell; the next cell reports it.
  func noteLoss(_ error: any Error) {
    if let loss = error as? HostLoss { untoldLoss = lose(because: loss) }
  }

  /// Removes the cells of an ended host from the chain, keeps them for `%restore`, and returns the
  /// failure that lists what was lost.
  private func lose(because loss: HostLoss) -> Failure {
    let gone = chain
    if !gone.links.isEmpty { lost = gone }
    chain = gone.emptied()
    listening = []
    return reporter.failure(for: loss, gone: gone)
  }
}
