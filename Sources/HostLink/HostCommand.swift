public import SuperposeEvaluation

/// What the kernel tells the cell host.
public enum HostCommand: Sendable, Codable, Equatable {
  case run(CellRun)
  /// End the cell, or with `nil` whatever runs between cells.
  case interrupt(SubmissionID?)
  /// The user's answer to ``HostEvent/askLine(_:_:)``; `nil` at the end of input.
  case line(String?)
  /// A front end's message. ``HostEvent/commTaken(_:refusal:)`` answers.
  case comm(CommMessage, SubmissionID)
  /// The answer to ``HostEvent/explain(_:_:)``, in Jupyter's three parts.
  case explanation(Int, name: String, value: String, traceback: [String])
}

/// One compiled cell to load and run.
public struct CellRun: Sendable, Codable, Equatable {
  public var id: SubmissionID
  /// The shared library's path, and the name of the function in it to call.
  public var library: String
  public var entry: String
  public var allowsInput: Bool
  /// Whether someone watches the outputs come, which `Submission.allowsInput` tells.
  public var isWatched: Bool { allowsInput }

  public init(id: SubmissionID, library: String, entry: String, allowsInput: Bool) {
    self.id = id
    self.library = library
    self.entry = entry
    self.allowsInput = allowsInput
  }
}
