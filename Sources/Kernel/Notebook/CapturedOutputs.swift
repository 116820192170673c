internal import SuperposeEvaluation
internal import Synchronization

/// Keeps the outputs of asides from the front end.
final class CapturedOutputs: Sendable {
  private let outputs = Mutex<[SubmissionID: [Output]]>([:])

  func begin(_ id: SubmissionID) { outputs.withLock { $0[id] = [] } }

  func end(_ id: SubmissionID) -> [Output] {
    outputs.withLock { $0.removeValue(forKey: id) ?? [] }
  }

  /// `true` when the output belongs to an aside, also to one that has ended. Comm messages go to front
  /// ends all the same: a variable may hold a widget that is shown later.
  func take(_ output: Output, of id: SubmissionID?) -> Bool {
    guard let id, case .aside = id else { return false }
    if case .comm = output { return false }
    outputs.withLock { $0[id]?.append(output) }
    return true
  }
}
