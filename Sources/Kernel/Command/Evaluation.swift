import SuperposeEvaluation
import Foundation
import SuperposeNotebook

/// What runs the cells, or tells every cell why none can be run: a kernel that does not start
/// shows the user nothing.
func makeEvaluator() -> any Evaluator {
  do { return try makeNotebook() } catch { return RefusingEvaluator(reason: error) }
}

/// - Throws: ``ConfigurationError`` or ``ToolchainError``, in sentences that say what to do.
private func makeNotebook() throws -> NotebookEvaluator {
  try NotebookEvaluator(
    NotebookConfiguration(
      executable: try ownPath(), environment: ProcessInfo.processInfo.environment))
}

/// Runs one cell, so that the compiler has built its modules before the first session needs them.
///
/// - Throws: The failure of that cell, or what keeps a session from being set up.
func warmUp() async throws {
  let evaluator = try makeNotebook()
  try await evaluator.start(outputs: { _, _ in }, input: { _, _ in throw InputError.notAllowed })
  let cell = Submission(id: SubmissionID(rawValue: 1), code: "import Foundation\n1 + 1", executionCount: 1)
  let outcome = await evaluator.evaluate(cell)
  await evaluator.shutDown()
  if case .failed(let failure) = outcome { throw failure }
}
