/// Delays the first request until a client subscribes to iopub.
///
/// Otherwise a client that connects all its sockets at once would miss the first busy and idle
/// messages. Source: https://github.com/jupyter/jupyter_client/issues/593
package struct SubscriberGate: Sendable {
  private let stream: AsyncStream<Never>
  private let continuation: AsyncStream<Never>.Continuation

  package init() { (stream, continuation) = AsyncStream.makeStream() }

  /// Opens the gate: a client has subscribed.
  package func open() { continuation.finish() }

  /// Returns when a client has subscribed, or after `limit`.
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
