import Foundation
import Glibc
import SuperposeProcesses
import Synchronization

/// The queue of outgoing messages.
final class Outgoing: Sendable {
  private struct State {
    var messages: [(channel: Channel, frames: [[UInt8]])] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  let wakeUp: WakeUp

  init() throws(ZMQError) {
    do { wakeUp = try WakeUp() } catch {
      throw ZMQError(
        code: error.code.rawValue, call: "pipe", subject: "the transport's wake-up")
    }
  }

  /// Adds a message; after ``close()`` messages are dropped.
  func append(_ frames: [[UInt8]], on channel: Channel) {
    state.withLock { state in
      guard !state.isClosed else { return }
      state.messages.append((channel, frames))
    }
    wakeUp.signal()
  }

  /// Asks the thread to send the queued messages and to end.
  func close() {
    state.withLock { $0.isClosed = true }
    wakeUp.signal()
  }

  /// Removes and returns the queued messages, and whether they are the last ones.
  func take() -> (messages: [(channel: Channel, frames: [[UInt8]])], isLast: Bool) {
    state.withLock { state in
      defer { state.messages = [] }
      return (state.messages, state.isClosed)
    }
  }
}
