import Foundation
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
  outputs: @escaping OutputHandler, input: @escaping InputHandler, startingUp: Bool = true
) throws -> NotebookEvaluator {
  var configuration = try NotebookConfiguration(
    executable: try ownPath(), environment: ProcessInfo.processInfo.environment)
  configuration.build = ["superpose": Superpose.version, "commit": Superpose.commit, "swift": Superpose.swiftVersion]
  if !startingUp { configuration.startUpFiles = [] }
  return try NotebookEvaluator(configuration, outputs: outputs, input: input)
}

/// Runs one cell, so that the compiler builds its module cache before the first session.
///
/// - Throws: The failure of that cell, or the error that prevented a session.
func runFirstCell() async throws {
  let evaluator = try makeNotebook(
    outputs: { _, _ in }, input: { _, _ in throw InputError.notAllowed }, startingUp: false)
  let cell = Submission(id: .cell(1), code: "import Foundation\n1 + 1", executionCount: 1)
  let outcome = await evaluator.evaluate(cell)
  await evaluator.shutDown()
  if case .failed(let failure) = outcome { throw failure }
}
