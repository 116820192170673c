public import SuperposeProcesses

/// The reason why a host ended, with all values of its cells.
public enum HostLoss: Error, Sendable, Equatable {
  /// The process died. `lastWords` is the end of what it printed to standard error.
  case died(ProcessEnd, lastWords: String)
  /// An interrupt found no place where it could leave the cell, so the process was killed.
  case gaveUp
}
