import SuperposeEvaluation
import Foundation
import SuperposeNotebook

/// What runs the cells, or tells every cell why none can be run: a kernel that does not start
/// shows the user nothing.
func makeEvaluator(
  outputs: @escaping OutputHandler, input: @escaping InputHandler
) -> any Evaluator {
  do {
    return try makeNotebook(outputs: outputs, input: input)
  } catch {
    return RefusingEvaluator(reason: error)
  }
}

/// - Throws: ``ConfigurationError``, ``ToolchainError`` or ``HostError``, in sentences that say what to do.
private func makeNotebook(
  outputs: @escaping OutputHandler, input: @escaping InputHandler
) throws -> NotebookEvaluator {
  let configuration = try NotebookConfiguration(
    executable: try ownPath(), environment: ProcessInfo.processInfo.environment)
  return try NotebookEvaluator(configuration, outputs: outputs, input: input)
}

/// Runs one cell, so that the compiler has built its modules before the first session needs them.
///
/// - Throws: The failure of that cell, or what keeps a session from being set up.
func runFirstCell() async throws {
  let evaluator = try makeNotebook(
    outputs: { _, _ in }, input: { _, _ in throw InputError.notAllowed })
  let cell = Submission(id: .cell(1), code: "import Foundation\n1 + 1", executionCount: 1)
  let outcome = await evaluator.evaluate(cell)
  await evaluator.shutDown()
  if case .failed(let failure) = outcome { throw failure }
}
