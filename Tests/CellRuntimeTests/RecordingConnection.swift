import SuperposeCellRuntime
import SuperposeEvaluation
import SuperposeHostLink
import Testing

/// A connection to no kernel: the test reads what is sent.
final class RecordingConnection: KernelConnection {
  private let events: AsyncStream<HostEvent>
  private let continuation: AsyncStream<HostEvent>.Continuation

  init() { (events, continuation) = AsyncStream.makeStream() }

  func send(_ event: HostEvent) { continuation.yield(event) }
  func waitUntilRead() {}

  /// Waits for the next event that `isWanted` takes, and drops those before it.
  func next<Value>(_ isWanted: (HostEvent) -> Value?) async throws -> Value {
    for await event in events {
      if let value = isWanted(event) { return value }
    }
    throw CancellationError()
  }

  /// Waits for the end of a cell.
  func end(of cell: SubmissionID) async throws -> CellEnd {
    try await next { event in
      if case .finished(cell, let end) = event { end } else { nil }
    }
  }
}
