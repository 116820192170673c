import CSuperposeCellHost
import SuperposeEvaluation
import SuperposeHostLink
import Synchronization
import SuperposeWidgets

/// Questions to the kernel for words and lines, and who waits for them.
final class Explanations: Sendable {
  private let state = Mutex(State())

  private struct State {
    var count = 0
    var waiting: [Int: @Sendable (Explanation) -> Void] = [:]
  }

  /// Calls `then` with the answer, on behalf of the cell that the calling thread works for.
  func ask(about end: CellEnd, then: @escaping @Sendable (Explanation) -> Void) {
    let asker = SubmissionID.ofThisThread
    let number = state.withLock { state in
      state.count += 1
      state.waiting[state.count] = { explanation in
        SubmissionID.ofThisThread = asker
        then(explanation)
        SubmissionID.ofThisThread = nil
      }
      return state.count
    }
    Host.shared.send(.explain(number, end))
  }

  func take(_ number: Int, _ explanation: Explanation) {
    state.withLock { $0.waiting.removeValue(forKey: number) }?(explanation)
  }
}
