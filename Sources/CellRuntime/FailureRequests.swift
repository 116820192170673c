import SuperposeEvaluation
import SuperposeHostLink
import Synchronization

/// Asks the kernel for the failure of an end, because only the kernel knows the lines of cells.
package final class FailureRequests: Sendable {
  private let connection: any KernelConnection
  private let state = Mutex(State())

  private struct State {
    var count = 0
    var waiting: [Int: @Sendable (Failure) -> Void] = [:]
  }

  package init(connection: any KernelConnection) { self.connection = connection }

  /// Calls `completion` with the failure, on behalf of the cell that the calling thread works for.
  func ask(about end: CellEnd, completion: @escaping @Sendable (Failure) -> Void) {
    let asker = SubmissionID.ofThisThread
    let number = state.withLock { state in
      state.count += 1
      state.waiting[state.count] = { failure in
        SubmissionID.ofThisThread = asker
        completion(failure)
        SubmissionID.ofThisThread = nil
      }
      return state.count
    }
    connection.send(.explain(number, end))
  }

  /// Handles the kernel's answer to question `number`.
  func answer(_ number: Int, _ failure: Failure) {
    state.withLock { $0.waiting.removeValue(forKey: number) }?(failure)
  }
}
