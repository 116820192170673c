public import SuperposeEvaluation
public import SuperposeHostLink

/// Receives the events and requests of a ``HostClient``.
///
/// Reports come in the order of events, on the host's reader thread, and must not block.
public protocol HostDelegate: Sendable {
  /// Receives one output and its submission; `nil` if the submission is unknown.
  func receive(_ output: Output, from id: SubmissionID?)

  /// Receives the failure of a task that outlived its cell.
  func taskFailed(_ end: CellEnd, of id: SubmissionID?)

  /// Asks the user for a line. The calling task is cancelled when the cell is interrupted.
  ///
  /// - Throws: ``InputError`` if the front end does not support input requests, or the input has
  ///   ended.
  func readLine(_ prompt: InputPrompt, for id: SubmissionID) async throws -> String

  /// The failure for `end`, with its place in the user's code.
  func failure(for end: CellEnd) async -> Failure
}
