import CSuperposeConnections
import Glibc
import SuperposeProcesses

/// Ends the connections that fill the kernel's memory.
///
/// libzmq bounds how many messages wait, but not how many frames a message has that never ends, nor how many topics
/// a client subscribes to. So the connection on which most has arrived is ended when the process has grown beyond
/// what a kernel needs, or when the topics have. libzmq then forgets what it has kept for it. A front end
/// connects again by itself.
struct ConnectionWatch {
  /// How often to look, in milliseconds.
  static let interval = 500
  /// The memory beyond which connections are ended, in bytes. A kernel takes less than a third of it.
  static let memoryLimit = 1 << 30
  /// The length of all topics together beyond which subscribers are disconnected, in bytes. libzmq takes up to 60
  /// bytes for each, and longer than a second to forget many more.
  static let topicLimit = 1 << 20
  /// A connection on which less has arrived, in bytes, is not the cause of it.
  static let harmless = 1 << 16

  private let ports: Set<UInt16>
  private let subscribers: Set<UInt16>
  private let clock = ContinuousClock()
  private var nextLook: ContinuousClock.Instant
  /// How many more times to give memory back: libzmq takes a while to forget many topics.
  private var trims = 0
  private var topicBytes = 0

  init(_ endpoints: Endpoints) {
    let all = [endpoints.shell, endpoints.control, endpoints.stdin, endpoints.iopub, endpoints.heartbeat]
    ports = Self.ports(of: all)
    subscribers = Self.ports(of: [endpoints.iopub])
    nextLook = clock.now
  }

  private static func ports(of endpoints: [Endpoint]) -> Set<UInt16> {
    Set(endpoints.compactMap { if case .tcp(_, let port) = $0 { UInt16(exactly: port) } else { nil } })
  }

  /// Looks at the memory, if the last look is long enough ago.
  mutating func look() {
    guard clock.now >= nextLook else { return }
    nextLook = clock.now + .milliseconds(Self.interval)
    // What libzmq has freed since the last look goes back to the system.
    if trims > 0 {
      memory_give_back()
      trims -= 1
    }
    guard let memory = ProcessUsage.residentMemory(of: getpid()), memory > Self.memoryLimit else { return }
    endLargest(on: ports)
  }

  /// Notes that a topic of so many bytes has its first subscriber.
  mutating func subscribed(_ bytes: Int) {
    topicBytes += bytes
    if topicBytes > Self.topicLimit { endLargest(on: subscribers) }
  }

  /// Notes that a topic of so many bytes has no subscriber any more.
  mutating func unsubscribed(_ bytes: Int) { topicBytes = max(0, topicBytes - bytes) }

  private mutating func endLargest(on ports: Set<UInt16>) {
    let largest = Self.connections.filter { ports.contains($0.port) }.max { $0.received < $1.received }
    guard let largest, largest.received > Self.harmless else { return }
    connection_end(largest)
    trims = 20
  }

  private static var connections: [connection] {
    let capacity = 65_536
    return [connection](unsafeUninitializedCapacity: capacity) { buffer, count in
      count = Int(connections_of_process(buffer.baseAddress, Int32(capacity)))
    }
  }
}
