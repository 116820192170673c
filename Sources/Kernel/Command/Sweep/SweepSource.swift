import ArgumentParser
import Foundation
import SuperposeEvaluation
import SuperposeExperiments
import SuperposeJSON
import SuperposeSession
import SuperposeSweeps
import ToyLib

/// The file of a sweep, and the folder of its results.
struct SweepSource: ParsableArguments {
  @Argument(help: "A sweep as JSON, or a script (.swift) that calls sweep.run().")
  var file: String

  @Option(name: .long, help: "The folder of the results. Default: the sweep's name and -results.")
  var out: String?

  var isScript: Bool { file.hasSuffix(".swift") }

  /// The folder of the results of `sweep`.
  func folder(of sweep: Sweep) -> String { out ?? "\(sweep.name)-results" }

  /// Reads the file, or asks the script for its sweep.
  ///
  /// - Throws: `ValidationError`, in a sentence.
  func sweep() async throws -> Sweep {
    try await sentences { isScript ? try await askScript() : try Sweep(contentsOf: file) }
  }

  private func askScript() async throws -> Sweep {
    let answer = FileManager.default.temporaryDirectory.appending(path: "superpose-sweep-\(UUID().uuidString).json")
      .path
    defer { try? FileManager.default.removeItem(atPath: answer) }
    ScriptOrder.describe(file: answer).give()
    let errors = ErrorOutputs()
    let status = await ScriptSession(outputs: errors, allowsInput: false).run(
      try Script(readingFrom: file), arguments: [file])
    guard status == 0, let data = FileManager.default.contents(atPath: answer) else {
      throw ValidationError(
        status == 0 ? "\(file) ended without a call of sweep.run()" : "\(file) failed before its sweep.run()")
    }
    return try Sweep(ofScript: file, description: JSONReader.value(in: data))
  }

  /// Runs points, in the script's own process if they need it.
  ///
  /// - Returns: The exit status: 0 when all are done, 1 when some failed, 130 after an interruption.
  func run(_ sweep: Sweep, _ points: SweepSelection, jobs: Int?) async throws -> Int32 {
    guard sweep.needsScript else { return try await runHere(sweep, points, jobs: jobs) }
    ScriptOrder.run(folder: URL(filePath: folder(of: sweep)).path, points: points, jobs: jobs).give()
    let session = ScriptSession(outputs: TerminalOutputs(figures: "\(folder(of: sweep))-figures"), allowsInput: false)
    Signals.whenInterrupted { session.interrupt() }
    return await session.run(try Script(readingFrom: file), arguments: [file])
  }

  private func runHere(_ sweep: Sweep, _ points: SweepSelection, jobs: Int?) async throws -> Int32 {
    Signals.whenInterrupted { Cancellation.request() }
    do {
      return try await sentences { try sweep.run(points, in: folder(of: sweep), jobs: jobs) == 0 ? 0 : 1 }
    } catch is CancellationError { return 130 }
  }
}

/// Shows what a script writes to standard error, and its error.
private struct ErrorOutputs: ScriptOutputs {
  private let terminal = TerminalOutputs(figures: "")

  func begin(_ cell: Int) { terminal.begin(cell) }

  func show(_ output: Output) {
    if case .stream(.stderr, _) = output { terminal.show(output) }
  }

  func end(with failure: Failure) -> Int32? { terminal.end(with: failure) }
}

/// Shows errors of sweeps as sentences, without the usage of the command.
func sentences<Result>(_ body: () async throws -> Result) async throws -> Result {
  do { return try await body() } catch let error where error is SweepError || error is ParameterError {
    throw ValidationError("\(error)")
  }
}
