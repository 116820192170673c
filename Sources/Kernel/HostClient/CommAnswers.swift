package import SuperposeEvaluation
internal import Synchronization

/// Comm messages that were sent to the host and are not answered yet.
package final class CommAnswers: Sendable {
  private let waiting = Mutex<[SubmissionID: Waiter]>([:])

  package init() {}

  private struct Waiter {
    var continuation: CheckedContinuation<String?, Never>
    /// Ends the wait after the time limit.
    var timer: Task<Void, any Error>
  }

  /// Sends a message and waits for its answer.
  ///
  /// - Parameters:
  ///   - limit: The time limit. Handling a comm message runs no user code, so a host that takes
  ///     longer is stopped.
  ///   - send: Sends the message; `false` if the host has ended.
  /// - Returns: The reason why the message was rejected; `nil` if it was accepted.
  package func wait(
    for id: SubmissionID, atMost limit: Duration = .seconds(2), sending send: () -> Bool
  ) async -> String? {
    await withCheckedContinuation { continuation in
      let timer = Task { [weak self] in
        try await Task.sleep(for: limit)
        self?.answer(id, with: "the process that runs cells does not answer")
      }
      waiting.withLock { $0[id] = Waiter(continuation: continuation, timer: timer) }
      if !send() { answer(id, with: Self.hostIsGone) }
    }
  }

  /// Ends the wait for the answer to message `id`.
  package func answer(_ id: SubmissionID, with refusal: String?) {
    finish(waiting.withLock { $0.removeValue(forKey: id) }, with: refusal)
  }

  /// Ends every wait because the host has ended.
  package func refuseAll() {
    let waiters = waiting.withLock { waiting in
      defer { waiting = [:] }
      return waiting.values
    }
    for waiter in waiters { finish(waiter, with: Self.hostIsGone) }
  }

  private func finish(_ waiter: Waiter?, with refusal: String?) {
    waiter?.timer.cancel()
    waiter?.continuation.resume(returning: refusal)
  }

  private static let hostIsGone = "the process that runs cells has ended"
}
