import CSuperposeZMQ
import Foundation
import Synchronization

/// Returns every ping, on a separate thread.
struct Heartbeat {
  let endpoint: Endpoint
  private let ended = DispatchSemaphore(value: 0)

  init(at endpoint: Endpoint, curve: CurveKeys?, in context: ContextHandle) throws {
    let bound = DispatchSemaphore(value: 0)
    let ended = self.ended
    let outcome = Outcome()
    Thread.detachNewThread {
      defer { ended.signal() }
      do {
        let socket = try Socket.open(.heartbeat, name: "heartbeat", in: context)
        if let curve { try socket.encrypt(with: curve) }
        outcome.set(.success(try socket.bind(to: endpoint)))
        bound.signal()
        while let ping = socket.receive(waiting: true) { socket.send(ping) }
      } catch {
        outcome.set(.failure(error))
        bound.signal()
      }
    }
    bound.wait()
    self.endpoint = try outcome.get()
  }

  /// Ends the thread and waits for it. This also ends every blocking call in `context`.
  func end(in context: ContextHandle) {
    context.shutDown()
    ended.wait()
  }
}

/// Passes the bound endpoint from the heartbeat's thread to the waiting thread.
private final class Outcome: Sendable {
  private let value = Mutex<Result<Endpoint, any Error>?>(nil)

  func set(_ result: Result<Endpoint, any Error>) { value.withLock { $0 = result } }

  func get() throws -> Endpoint {
    guard let result = value.withLock({ $0 }) else { throw CancellationError() }
    return try result.get()
  }
}
