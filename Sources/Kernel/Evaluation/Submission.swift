/// Code to run, with the options of the front end's request.
public struct Submission: Sendable {
  public var id: SubmissionID
  public var code: String
  /// The number in the cell's prompt, used in tracebacks.
  public var executionCount: Int
  /// What errors call the cell, with its number: `Cell`, or a file's name.
  public var name: String
  /// The front end's name of the cell (`cellId`); `nil` when it sends none.
  public var cellID: String?
  /// Names of cells that the user has deleted (`deletedCells`).
  public var deletedCells: [String]
  /// No output is shown; errors still come back in the outcome.
  public var isSilent: Bool
  /// Whether it is a cell of the notebook, and no question such as that for a number in a sentence
  /// (`store_history`).
  public var isStored: Bool
  /// Whether the front end supports input requests (``InputHandler``).
  public var allowsInput: Bool
  /// Whether a user reads outputs as they arrive. In batch runs only the last state of an output
  /// matters.
  public var isWatched: Bool
  /// Whether its outputs get a hidden stamp.
  public var isStamped: Bool { isStored && !isSilent && !isWatched }
  /// Expressions to evaluate after success, by the caller's names (`user_expressions`).
  public var expressions: [String: String]

  public init(
    id: SubmissionID, code: String, executionCount: Int, name: String = "Cell", cellID: String? = nil,
    deletedCells: [String] = [], isSilent: Bool = false, isStored: Bool = true,
    allowsInput: Bool = false, isWatched: Bool = false, expressions: [String: String] = [:]
  ) {
    self.id = id
    self.code = code
    self.executionCount = executionCount
    self.name = name
    self.cellID = cellID
    self.deletedCells = deletedCells
    self.isSilent = isSilent
    self.isStored = isStored
    self.allowsInput = allowsInput
    self.isWatched = isWatched
    self.expressions = expressions
  }
}
