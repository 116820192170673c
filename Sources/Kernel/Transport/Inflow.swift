import SuperposeProcesses
import Synchronization

/// What clients send on one channel, in order of arrival.
///
/// What waits to be taken is bounded. When it is too much, nothing more is read from the socket, and so in
/// the end from the clients: whoever floods a channel, with or without the key, waits.
package struct Inflow: AsyncSequence, Sendable {
  package typealias Element = [[UInt8]]
  private let stream: AsyncStream<Element>
  private let backlog: Backlog

  init(_ stream: AsyncStream<Element>, _ backlog: Backlog) {
    self.stream = stream
    self.backlog = backlog
  }

  package func makeAsyncIterator() -> Iterator {
    Iterator(base: stream.makeAsyncIterator(), backlog: backlog)
  }

  package struct Iterator: AsyncIteratorProtocol {
    fileprivate var base: AsyncStream<Element>.Iterator
    fileprivate let backlog: Backlog

    package mutating func next() async -> Element? {
      guard let message = await base.next() else { return nil }
      backlog.remove(message)
      return message
    }
  }
}

/// How much of one channel waits to be taken.
final class Backlog: Sendable {
  /// At most so many messages wait, and about so many bytes.
  static let messageLimit = 4096
  static let byteLimit = 64 << 20

  private struct State {
    var messages = 0
    var bytes = 0

    var isFull: Bool { messages >= Backlog.messageLimit || bytes >= Backlog.byteLimit }
  }

  private let state = Mutex(State())
  private let wakeUp: WakeUp

  /// - Parameter wakeUp: Is signalled when there is room again.
  init(_ wakeUp: WakeUp) { self.wakeUp = wakeUp }

  var isFull: Bool { state.withLock(\.isFull) }

  func add(_ message: [[UInt8]]) {
    state.withLock { state in
      state.messages += 1
      state.bytes += Self.size(message)
    }
  }

  func remove(_ message: [[UInt8]]) {
    let hasRoomAgain = state.withLock { state in
      let wasFull = state.isFull
      state.messages -= 1
      state.bytes -= Self.size(message)
      return wasFull && !state.isFull
    }
    if hasRoomAgain { wakeUp.signal() }
  }

  private static func size(_ message: [[UInt8]]) -> Int { message.reduce(0) { $0 + $1.count } }
}
