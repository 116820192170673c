/// The id of one run of code or one comm message, unique during the kernel's life.
public enum SubmissionID: Hashable, Sendable, Codable {
  /// The code of a front end's `execute_request`. The kernel counts them from 1.
  case cell(Int)
  /// Code that the evaluator runs internally: a user expression, `%who`, a cell that is restored.
  case aside(Int)
  /// A front end's comm message.
  case comm(Int)
}

// MARK: One integer

extension SubmissionID {
  /// The id as a nonnegative integer, with which C code labels threads.
  public var packed: Int {
    switch self {
    case .cell(let number): number << 2
    case .aside(let number): number << 2 | 1
    case .comm(let number): number << 2 | 2
    }
  }

  /// The id of ``packed``; `nil` for an integer that is not an id, such as -1.
  public init?(packed: Int) {
    guard packed >= 0 else { return nil }
    switch packed & 3 {
    case 0: self = .cell(packed >> 2)
    case 1: self = .aside(packed >> 2)
    case 2: self = .comm(packed >> 2)
    default: return nil
    }
  }
}
