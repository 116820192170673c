internal import SuperposeEvaluation
internal import Synchronization

/// Captures the outputs of internal runs (asides), so that the front end does not show them.
final class CapturedOutputs: Sendable {
  private let outputs = Mutex<[SubmissionID: [Output]]>([:])

  func begin(_ id: SubmissionID) { outputs.withLock { $0[id] = [] } }

  /// How many outputs an aside has had until now.
  func count(_ id: SubmissionID) -> Int { outputs.withLock { $0[id]?.count ?? 0 } }

  func end(_ id: SubmissionID) -> [Output] {
    outputs.withLock { $0.removeValue(forKey: id) ?? [] }
  }

  /// `true` if the output belongs to an aside, also one that has ended. Comm messages are always
  /// sent to front ends, because a variable may contain a widget that is shown later.
  func take(_ output: Output, of id: SubmissionID?) -> Bool {
    guard let id, case .aside = id else { return false }
    if case .comm = output { return false }
    outputs.withLock { $0[id]?.append(output) }
    return true
  }
}
