import CSuperposeConnections
import Foundation
import Glibc
import SuperposeProcesses
import Synchronization

/// Ends the connections that fill the kernel's memory.
///
/// libzmq bounds how many messages wait, but not how many frames a message has that never ends, nor how many topics
/// a client subscribes to, and it reads such a client without a pause, on the thread that owns the sockets. So
/// another thread looks at what arrives on each connection. A front end whose connection was ended connects again.
final class ConnectionWatch: Sendable {
  private let isOver = Atomic(false)

  /// Starts to watch the connections to these ports.
  init(_ endpoints: Endpoints) {
    Thread.detachNewThread { [self] in
      var state = State(endpoints)
      while !isOver.load(ordering: .relaxed) {
        usleep(Self.interval)
        state.look()
      }
    }
  }

  func end() { isOver.store(true, ordering: .relaxed) }

  /// The time between two looks, in microseconds.
  private static let interval: UInt32 = 250_000
  /// The bytes that a subscriber may send. Front ends send some hundred, and libzmq takes up to 60 for each byte of a
  /// topic.
  private static let subscriberLimit = 64 << 10
  /// The memory beyond which a connection is looked for that fills it, in bytes. A kernel takes less than a third of
  /// it.
  private static let memoryLimit = 1 << 30
  /// The bytes that must have arrived on a connection for it to be the cause.
  private static let causeLimit = 64 << 20

  private struct State {
    private let ports: Set<UInt16>
    private let subscribers: Set<UInt16>
    private var memoryLimit = ConnectionWatch.memoryLimit
    /// What had arrived, by descriptor, when the memory was last below its limit.
    private var before: [Int32: UInt64] = [:]
    /// The looks since a connection was ended for the memory, while what it held is given back.
    private var looksSinceEnd: Int?

    init(_ endpoints: Endpoints) {
      func numbers(of endpoints: [Endpoint]) -> Set<UInt16> {
        Set(endpoints.compactMap { if case .tcp(_, let port) = $0 { UInt16(exactly: port) } else { nil } })
      }
      ports = numbers(of: [
        endpoints.shell, endpoints.control, endpoints.stdin, endpoints.iopub, endpoints.heartbeat,
      ])
      subscribers = numbers(of: [endpoints.iopub])
    }

    mutating func look() {
      let connections = ConnectionWatch.connections.filter { ports.contains($0.port) }
      for connection in connections
      where subscribers.contains(connection.port) && connection.received > ConnectionWatch.subscriberLimit {
        connection_end(connection)
      }
      lookAtMemory(connections)
    }

    private mutating func lookAtMemory(_ connections: [connection]) {
      if let looks = looksSinceEnd { giveBack(looks) }
      guard let memory = ProcessUsage.residentMemory(of: getpid()) else { return }
      guard memory > memoryLimit else {
        before = Dictionary(connections.map { ($0.descriptor, $0.received) }) { first, _ in first }
        return
      }
      // A descriptor may belong to a new connection meanwhile.
      let arrived = connections.map { connection in
        let known = before[connection.descriptor, default: 0]
        return (connection, bytes: connection.received >= known ? connection.received - known : connection.received)
      }
      guard let largest = arrived.max(by: { $0.bytes < $1.bytes }), largest.bytes > ConnectionWatch.causeLimit else {
        return
      }
      connection_end(largest.0)
      looksSinceEnd = 0
    }

    /// Gives freed memory back to the system for a while. What is still held then is not the connection's.
    private mutating func giveBack(_ looks: Int) {
      memory_give_back()
      looksSinceEnd = looks < 20 ? looks + 1 : nil
      guard looksSinceEnd == nil, let memory = ProcessUsage.residentMemory(of: getpid()) else { return }
      memoryLimit = max(ConnectionWatch.memoryLimit, memory + ConnectionWatch.memoryLimit / 2)
    }
  }

  /// How many connections are looked at.
  private static let capacity = 4096

  private static var connections: [connection] {
    [connection](unsafeUninitializedCapacity: capacity) { buffer, count in
      count = Int(connections_of_process(buffer.baseAddress, Int32(capacity)))
    }
  }
}
