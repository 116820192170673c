import SuperposeTestSockets
import SuperposeTransport

/// A client's socket for tests that must not block.
actor Client {
  private let executor = BlockingExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private let socket: ClientSocket

  init(
    _ kind: ClientSocket.Kind, to endpoint: Endpoint, serverKey: String? = nil,
    keys: CurveKeys? = nil
  ) {
    socket = ClientSocket(kind, to: endpoint, serverKey: serverKey, keys: keys)
  }

  func send(_ frames: [[UInt8]]) { socket.send(frames) }
  func receive() -> [[UInt8]]? { socket.receive() }
}
