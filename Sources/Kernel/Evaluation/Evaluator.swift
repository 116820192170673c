/// Runs cells and answers questions about code. Channels call it; it does not use sockets.
///
/// An evaluator is made with an ``OutputHandler`` and an ``InputHandler``.
public protocol Evaluator: Sendable {
  /// Runs one submission to its end. On return all its outputs have been passed on, except later
  /// outputs of background threads. Submissions never overlap: callers wait.
  func evaluate(_ submission: Submission) async -> Outcome

  /// Ends a submission with an `Interrupted` failure, also one that has not arrived yet; `nil` ends
  /// code that runs between submissions.
  func interrupt(_ id: SubmissionID?) async

  /// Whether `code` is complete.
  func completeness(of code: String) async -> Completeness

  /// The completions at `cursor`, an offset into `code` in Unicode scalars.
  func completions(of code: String, at cursor: Int) async -> Completions

  /// Documentation of the name at `cursor` (Unicode scalars); `nil` if there is none.
  func inspection(of code: String, at cursor: Int, detail: InspectionDetail) async -> MIMEData?

  /// The notebook's variables. While a submission runs, those that are known from before it.
  func variables() async -> [Variable]

  /// The parts of a value, such as the elements of an array.
  ///
  /// - Throws: ``VariableRefusal``.
  func parts(of path: Variable.Path) async throws -> [Variable]

  /// What the notebook would show for a variable.
  ///
  /// - Throws: ``VariableRefusal``.
  func display(ofVariable name: String) async throws -> MIMEData

  /// Handles a front end's comm message. Answers are passed on as outputs of `id` before this
  /// returns.
  ///
  /// - Throws: ``CommRefusal`` for a message that changes nothing, such as one of an unknown comm.
  func receive(_ comm: CommMessage, as id: SubmissionID) async throws

  /// The comms that are open: target names by comm id.
  func openComms() async -> [String: String]

  /// Ends every process that was started. Returns in at most a second.
  func shutDown() async
}

/// Receives one output and its submission; `nil` if the submission is unknown.
///
/// Called in the order of outputs, from any thread. Never blocks.
public typealias OutputHandler = @Sendable (Output, SubmissionID?) -> Void

/// Asks the user for a line. Throws ``InputError`` if the front end does not support input
/// requests. Ends when the calling task is cancelled.
public typealias InputHandler = @Sendable (InputPrompt, SubmissionID) async throws -> String
