/// Holds the first request until somebody listens on iopub.
///
/// A client that connects all its sockets at once would miss the first busy and idle otherwise.
/// Source: https://github.com/jupyter/jupyter_client/issues/593
package struct SubscriberGate: Sendable {
  private let stream: AsyncStream<Never>
  private let continuation: AsyncStream<Never>.Continuation

  package init() { (stream, continuation) = AsyncStream.makeStream() }

  /// Somebody listens.
  package func open() { continuation.finish() }

  /// Returns once somebody listens, or after `limit`.
  func wait(atMost limit: Duration) async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { for await _ in stream {} }
      // The sleep ends early only when it is no longer needed.
      group.addTask { try? await Task.sleep(for: limit) }
      await group.next()
      group.cancelAll()
    }
  }
}
