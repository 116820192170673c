import Foundation
import Glibc
import SuperposeProcesses
import Synchronization

/// The messages on their way out, in the order in which they were given.
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

  /// Adds a message; after ``close()`` it goes nowhere.
  func append(_ frames: [[UInt8]], on channel: Channel) {
    state.withLock { state in
      guard !state.isClosed else { return }
      state.messages.append((channel, frames))
    }
    wakeUp.signal()
  }

  /// Asks the thread to send what there is and to end.
  func close() {
    state.withLock { $0.isClosed = true }
    wakeUp.signal()
  }

  /// Takes what there is to send, and whether that is the last of it.
  func take() -> (messages: [(channel: Channel, frames: [[UInt8]])], isLast: Bool) {
    state.withLock { state in
      defer { state.messages = [] }
      return (state.messages, state.isClosed)
    }
  }
}
