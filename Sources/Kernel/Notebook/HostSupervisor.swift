internal import SuperposeCells
internal import SuperposeEvaluation
internal import SuperposeHostClient
internal import SuperposeHostLink
internal import Synchronization

/// Runs compiled cells in the host, and asides, whose outputs are captured.
final class HostSupervisor: Sendable {
  private let client: HostClient
  private let captured: CapturedOutputs
  private let asides = Mutex(0)
  /// The libraries of packages that every cell may use.
  private let packages = Mutex<[String]>([])

  /// Starts a host.
  ///
  /// - Throws: ``HostError`` if no process can be started.
  init(
    _ configuration: NotebookConfiguration, outputs: @escaping OutputHandler,
    input: @escaping InputHandler, reporter: FailureReporter
  ) throws {
    captured = CapturedOutputs()
    client = HostClient(
      executable: configuration.cellHost, memoryLimit: configuration.memoryLimit,
      delegate: HostEvents(
        outputs: outputs, input: input, captured: captured, reporter: reporter))
    try client.start()
  }

  /// Runs an image to its end.
  ///
  /// - Throws: ``HostLoss`` if the host ended.
  func run(
    _ image: CellImage, as id: SubmissionID, rebindings: [Rebinding] = [], allowsInput: Bool,
    isWatched: Bool
  ) async throws -> CellEnd {
    try await client.run(
      CellRun(
        id: id, code: .image(library: image.library, entry: image.entry), allowsInput: allowsInput,
        isWatched: isWatched,
        rebindings: rebindings.map {
          SymbolRebinding(from: $0.from, to: $0.to, isConformance: $0.kind == .conformance)
        }, packages: packages.withLock(\.self)))
  }

  /// Runs an image as an aside: its outputs are returned instead of sent to the front end.
  ///
  /// - Throws: ``HostLoss`` if the host ended.
  func runCaptured(
    _ image: CellImage, as id: SubmissionID, rebindings: [Rebinding] = [], isWatched: Bool
  ) async throws -> (end: CellEnd, outputs: [Output]) {
    captured.begin(id)
    do {
      let end = try await run(
        image, as: id, rebindings: rebindings, allowsInput: false, isWatched: isWatched)
      return (end, captured.end(id))
    } catch {
      _ = captured.end(id)
      throw error
    }
  }

  /// Releases the values of variables that nothing can read any more. Their deinitializers may run code of
  /// cells, so this is an aside, whose outputs are dropped.
  ///
  /// - Parameter variables: Mangled names.
  /// - Throws: ``HostLoss`` if the host ended.
  func release(_ variables: [String]) async throws {
    let id = nextAside()
    captured.begin(id)
    defer { _ = captured.end(id) }
    _ = try await client.run(
      CellRun(id: id, code: .release(variables: variables), allowsInput: false, isWatched: false))
  }

  /// Asks the host about variables, as an aside: what describes a value may be code of the notebook. When
  /// it gives no answer for `patience`, it is interrupted.
  ///
  /// - Returns: Also the answers before an end that is not a return.
  /// - Throws: ``HostLoss`` if the host ended.
  func inspect(
    _ query: VariableQuery, patience: Duration
  ) async throws -> (end: CellEnd, answers: [MIMEData]) {
    let id = nextAside()
    captured.begin(id)
    let watch = Task { [captured, client] in
      // Before the first answer, code that runs between cells may still hold the main actor.
      var last = 0
      while true {
        try await Task.sleep(for: patience)
        let count = captured.count(id)
        if count > 0, count == last { return client.interrupt(id) }
        last = count
      }
    }
    defer { watch.cancel() }
    do {
      let end = try await client.run(
        CellRun(
          id: id, code: .inspect(query), allowsInput: false, isWatched: false,
          packages: packages.withLock(\.self)))
      let results = captured.end(id).compactMap { output -> MIMEData? in
        if case .result(let data, _) = output { data } else { nil }
      }
      return (end, Array(results.dropFirst()))
    } catch {
      _ = captured.end(id)
      throw error
    }
  }

  /// Whether there is a host that has not ended.
  var isRunning: Bool { client.isRunning }

  /// An id for the next aside.
  func nextAside() -> SubmissionID {
    asides.withLock { count in
      count += 1
      return .aside(count)
    }
  }

  /// Lets all cells from now on use these libraries.
  func use(_ libraries: [String]) { packages.withLock { $0 = libraries } }

  /// The folder to which relative paths in cells belong.
  var workingFolder: String { client.workingFolder }

  /// Throws ``HostLoss`` once if the host has died between cells.
  func checkAlive() throws {
    if let loss = client.takeIdleLoss() { throw loss }
  }

  /// Interrupts the submission and its aside; `nil` interrupts code that runs between cells.
  func interrupt(_ id: SubmissionID?) {
    client.interrupt(id)
    let count = asides.withLock(\.self)
    if id != nil, count > 0 { client.interrupt(.aside(count)) }
  }

  /// Passes a front end's comm message to the host.
  ///
  /// - Throws: ``CommRefusal`` when the message changes nothing.
  func receive(_ comm: CommMessage, as id: SubmissionID) async throws {
    if let refusal = await client.receive(comm, as: id) { throw CommRefusal(refusal) }
  }

  /// The open comms: target names by comm id.
  var openComms: [String: String] { client.openComms }

  /// Ends the host and all its values. The next run starts another host.
  func stop() { client.stop() }
}
