/// Code to run, as the front end asked for it.
public struct Submission: Sendable {
  public var id: SubmissionID
  public var code: String
  /// The number in the cell's prompt, which tracebacks name.
  public var executionCount: Int
  /// No output is shown; errors still come back in the outcome.
  public var isSilent: Bool
  /// Whether the front end answers questions (``InputHandler``).
  public var allowsInput: Bool
  /// Whether a user sees outputs as they come. In batch runs nobody does, and only the last state of
  /// what changes is worth showing.
  public var isWatched: Bool
  /// Expressions to evaluate after success, by the caller's own names (`user_expressions`).
  public var expressions: [String: String]

  public init(
    id: SubmissionID, code: String, executionCount: Int, isSilent: Bool = false,
    allowsInput: Bool = false, isWatched: Bool = false, expressions: [String: String] = [:]
  ) {
    self.id = id
    self.code = code
    self.executionCount = executionCount
    self.isSilent = isSilent
    self.allowsInput = allowsInput
    self.isWatched = isWatched
    self.expressions = expressions
  }
}
