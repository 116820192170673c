public import SuperposeEvaluation
public import SuperposeHostLink

/// What a ``HostClient`` reports and asks for.
///
/// Reports come in the order of events, on the host's reader thread, and must not block.
public protocol HostDelegate: Sendable {
  /// Takes one output, and the submission that it belongs to; `nil` when that is not known.
  func receive(_ output: Output, from id: SubmissionID?)

  /// Takes the failure of a task that outlived its cell.
  func taskFailed(_ end: CellEnd, of id: SubmissionID?)

  /// Asks the user for a line. The calling task is cancelled when the cell is interrupted.
  ///
  /// - Throws: ``InputError`` when the front end answers no questions, or the input has ended.
  func readLine(_ prompt: InputPrompt, for id: SubmissionID) async throws -> String

  /// The failure that `end` means to the user, with its place in the user's code.
  func failure(for end: CellEnd) async -> Failure
}
