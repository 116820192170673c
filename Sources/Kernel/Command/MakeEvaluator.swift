import Foundation
import SuperposeCells
import SuperposeDisplay
import SuperposeEvaluation
import SuperposeNotebook
import SuperposeSession

/// Makes the notebook's evaluator, or one that fails every cell with the reason.
///
/// A kernel that does not start could not show the reason to the user.
func makeEvaluator(
  outputs: @escaping OutputHandler, input: @escaping InputHandler
) -> any Evaluator {
  do {
    return try makeNotebook(outputs: outputs, input: input)
  } catch {
    return RefusingEvaluator(reason: error)
  }
}

/// - Throws: ``ConfigurationError``, ``ToolchainError`` or ``HostError``, whose descriptions say what to do.
private func makeNotebook(
  outputs: @escaping OutputHandler, input: @escaping InputHandler, startingUp: Bool = true,
  making maker: SharedModulesMaker? = nil
) throws -> NotebookEvaluator {
  var configuration = try NotebookConfiguration(
    executable: try ownPath(), environment: ProcessInfo.processInfo.environment)
  configuration.build = ["superpose": Superpose.version, "commit": Superpose.commit, "swift": Superpose.swiftVersion]
  configuration.makesSharedModules = maker
  if !startingUp { configuration.startUpFiles = [] }
  return try NotebookEvaluator(configuration, outputs: outputs, input: input)
}

/// Runs one cell, which shows that cells work. Without shared modules it also fills this user's module cache.
///
/// - Throws: The failure of that cell, or the error that prevented a session.
func runFirstCell() async throws {
  try await run(["import Foundation\n1 + 1"])
}

/// Makes the modules that all users of this installation share, unless there are usable ones.
///
/// - Returns: Whether it made them.
/// - Throws: Why they cannot be made.
func makeSharedModules() async throws -> Bool {
  let shared = try SharedModules.ofThisInstallation()
  guard shared.state != .usable else { return false }
  let maker = try SharedModulesMaker(shared)
  do {
    // Each language mode with each reader of cells' text: compiler, optimiser and sourcekitd.
    try await run(
      LanguageMode.allCases.flatMap { ["%swift \($0.rawValue)\nimport Foundation\n1 + 1", "%%O\n2 + 2"] },
      completingAfterEach: "Dat", making: maker)
    try maker.finish()
  } catch {
    try? maker.cancel()
    throw error
  }
  return true
}

/// Runs cells in a session of their own.
///
/// - Throws: The first cell's failure, or the error that prevented a session.
private func run(
  _ cells: [String], completingAfterEach word: String? = nil, making maker: SharedModulesMaker? = nil
) async throws {
  let evaluator = try makeNotebook(
    outputs: { _, _ in }, input: { _, _ in throw InputError.notAllowed }, startingUp: false, making: maker)
  var failure: Failure?
  for (index, code) in cells.enumerated() where failure == nil {
    let cell = Submission(id: .cell(index + 1), code: code, executionCount: index + 1)
    if case .failed(let reason) = await evaluator.evaluate(cell) { failure = reason }
    if let word { _ = await evaluator.completions(of: word, at: word.count) }
  }
  await evaluator.shutDown()
  if let failure { throw failure }
}

extension SharedModules {
  /// Beside the running program.
  static func ofThisInstallation() throws -> SharedModules {
    SharedModules(
      beside: URL(filePath: try ownPath()).deletingLastPathComponent().path, toolchain: try Toolchain.current())
  }
}
