import SuperposeEvaluation

/// Where the outputs of a script's cells go.
protocol ScriptOutputs: Sendable {
  /// A cell begins; its outputs follow.
  func begin(_ cell: Int)
  func show(_ output: Output)
  /// The exit status that goes with an error; `nil` to go on with the next cell.
  func end(with failure: Failure) -> Int32?
}
