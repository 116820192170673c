internal import Evaluation
internal import Synchronization

/// Keeps what runs of the evaluator's own show from the front end.
final class CapturedOutputs: Sendable {
  private let outputs = Mutex<[SubmissionID: [Output]]>([:])

  func begin(_ id: SubmissionID) { outputs.withLock { $0[id] = [] } }

  func end(_ id: SubmissionID) -> [Output] {
    outputs.withLock { $0.removeValue(forKey: id) ?? [] }
  }

  /// `true` when the output belongs to such a run.
  func take(_ output: Output, for id: SubmissionID?) -> Bool {
    guard let id, id.rawValue > 1 << 40 else { return false }
    outputs.withLock { $0[id]?.append(output) }
    return true
  }
}
