/// Runs cells and answers questions about code. Channels call it; it knows no sockets.
///
/// An evaluator is made with an ``OutputHandler`` and an ``InputHandler``.
public protocol Evaluator: Sendable {
  /// Runs one submission to its end. Every output of it has been handed over on return, except
  /// what its background threads write later. Submissions never overlap: callers wait their turn.
  func evaluate(_ submission: Submission) async -> Outcome

  /// Ends a submission with an `Interrupted` failure, also one that is still on its way here; with
  /// `nil`, what runs between submissions.
  func interrupt(_ id: SubmissionID?) async

  /// Whether `code` can run as it stands.
  func completeness(of code: String) async -> Completeness

  /// What could stand at `cursor`, an offset into `code` in Unicode scalars.
  func completions(of code: String, at cursor: Int) async -> Completions

  /// What is known of the name at `cursor` (Unicode scalars); `nil` when nothing is.
  func inspection(of code: String, at cursor: Int, detail: InspectionDetail) async -> MIMEData?

  /// Takes a front end's comm message for the code's own comms. What is said in answer to it is
  /// handed over as the output of `id`, before this returns.
  ///
  /// - Throws: ``CommRefusal`` for a message that changes nothing, such as one of an unknown comm.
  func receive(_ comm: CommMessage, as id: SubmissionID) async throws

  /// The comms that are open: target names by comm id.
  func openComms() async -> [String: String]

  /// Ends every process that was started. Returns in at most a second.
  func shutDown() async
}

/// Takes one output and the submission it belongs to; `nil` when that is not known.
///
/// Called in the order of outputs, from any thread. Never blocks.
public typealias OutputHandler = @Sendable (Output, SubmissionID?) -> Void

/// Asks the user for a line. Throws ``InputError`` when the front end takes no questions. Ends when the
/// calling task is cancelled.
public typealias InputHandler = @Sendable (InputPrompt, SubmissionID) async throws -> String
