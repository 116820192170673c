internal import SuperposeEvaluation
internal import Synchronization

/// Keeps what runs of the evaluator's own show from the front end.
final class CapturedOutputs: Sendable {
  private let outputs = Mutex<[SubmissionID: [Output]]>([:])

  func begin(_ id: SubmissionID) { outputs.withLock { $0[id] = [] } }

  func end(_ id: SubmissionID) -> [Output] {
    outputs.withLock { $0.removeValue(forKey: id) ?? [] }
  }

  /// `true` when the output belongs to such a run. Widgets are told to front ends all the same: a
  /// variable may hold one that is shown later.
  func take(_ output: Output, for id: SubmissionID?) -> Bool {
    guard let id, id.rawValue > 1 << 40, !id.isComm else { return false }
    if case .comm = output { return false }
    outputs.withLock { $0[id]?.append(output) }
    return true
  }
}
