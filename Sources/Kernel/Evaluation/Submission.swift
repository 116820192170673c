/// Names one submission for as long as the kernel lives.
public struct SubmissionID: Hashable, Sendable, Codable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Names the front ends' comm message `number`, so that answers to it can name it too.
  public static func comm(_ number: Int) -> SubmissionID {
    SubmissionID(rawValue: firstComm + number)
  }

  public var isComm: Bool { rawValue >= Self.firstComm }

  private static let firstComm = 1 << 41
}

/// Code to run, as the front end asked for it.
public struct Submission: Sendable {
  public var id: SubmissionID
  public var code: String
  /// The number in the cell's prompt, which tracebacks name.
  public var executionCount: Int
  /// No output is shown; errors still come back in the outcome.
  public var isSilent: Bool
  /// Whether the front end will answer ``InputHandler`` (`allow_stdin`). It also tells a batch run
  /// from one that someone watches: a front end with a user in front of it takes questions, and
  /// nbclient, on which papermill, nbgrader, nbconvert and Quarto run notebooks, says that it does not.
  ///
  /// Source: `NotebookClient.async_start_new_kernel_client` of nbclient 0.11 sets it to false;
  /// JupyterLab 4 and jupyter_console 6 send true.
  public var allowsInput: Bool
  /// Expressions to evaluate after success, by the caller's own names (`user_expressions`).
  public var expressions: [String: String]

  public init(
    id: SubmissionID, code: String, executionCount: Int, isSilent: Bool = false,
    allowsInput: Bool = false, expressions: [String: String] = [:]
  ) {
    self.id = id
    self.code = code
    self.executionCount = executionCount
    self.isSilent = isSilent
    self.allowsInput = allowsInput
    self.expressions = expressions
  }
}
