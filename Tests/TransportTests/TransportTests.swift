import CSuperposeZMQ
import Foundation
import SuperposeTestSockets
import SuperposeTransport
import Testing

struct TransportTests {
  private static let local = Endpoint.tcp(host: "127.0.0.1", port: 0)

  private static func endpoints(
    _ endpoint: Endpoint = local, curve: CurveKeys? = nil
  ) -> Endpoints {
    Endpoints(
      shell: endpoint, control: endpoint, stdin: endpoint, iopub: endpoint, heartbeat: endpoint,
      curve: curve)
  }

  @Test func `ports that are left open are chosen, each another one`() async throws {
    let transport = try await Transport.open(Self.endpoints()) { _ in nil }
    let ports = transport.endpoints
    let chosen = [ports.shell, ports.control, ports.stdin, ports.iopub, ports.heartbeat].map(\.port)
    #expect(Set(chosen).count == 5 && !chosen.contains(0))
    await transport.close()
  }

  @Test func `a port that is taken is an error that names the socket`() async throws {
    let first = try await Transport.open(Self.endpoints()) { _ in nil }
    var taken = Self.endpoints()
    taken.control = first.endpoints.shell
    let error = await #expect(throws: ZMQError.self) {
      try await Transport.open(taken) { _ in nil }
    }
    #expect(error?.call == "zmq_bind")
    #expect(error?.subject == "control tcp://127.0.0.1:\(first.endpoints.shell.port)")
    await first.close()
  }

  @Test func `the same ports can be bound again after a close`() async throws {
    let first = try await Transport.open(Self.endpoints()) { _ in nil }
    await first.close()
    let second = try await Transport.open(first.endpoints) { _ in nil }
    #expect(second.endpoints == first.endpoints)
    await second.close()
  }

  @Test(arguments: ["shell", "control", "stdin"])
  func `what a client sends arrives, and the answer finds it`(name: String) async throws {
    let transport = try await Transport.open(Self.endpoints()) { _ in nil }
    let channel = try #require(Channel(rawValue: name))
    let (stream, endpoint) =
      switch channel {
      case .shell: (transport.shell, transport.endpoints.shell)
      case .control: (transport.control, transport.endpoints.control)
      case .stdin, .iopub: (transport.stdin, transport.endpoints.stdin)
      }
    let client = Client(.dealer(identity: "client"), to: endpoint)
    await client.send([[1], [], [2, 3]])
    var messages = stream.makeAsyncIterator()
    let message = try #require(await messages.next())
    #expect(Array(message.dropFirst()) == [[1], [], [2, 3]])
    transport.send([message[0], [9]], on: channel)
    #expect(await client.receive() == [[9]])
    await transport.close()
    #expect(await messages.next() == nil)
  }

  @Test func `a subscriber's first message is its welcome, and every one gets it`() async throws {
    let transport = try await Transport.open(Self.endpoints()) { topic in
      [topic, Array("welcome".utf8)]
    }
    for _ in 1...2 {
      let client = Client(.subscriber, to: transport.endpoints.iopub)
      #expect(await client.receive() == [[], Array("welcome".utf8)])
      transport.send([[7], [8]], on: .iopub)
      #expect(await client.receive() == [[7], [8]])
    }
    await transport.close()
  }

  @Test func `a channel that nobody takes from does not keep the others waiting`() async throws {
    let transport = try await Transport.open(Self.endpoints()) { _ in nil }
    let flood = Client(.dealer(identity: "flood"), to: transport.endpoints.shell)
    for _ in 0..<100 { await flood.send([Array(repeating: 0, count: 1 << 20)]) }
    let client = Client(.dealer(identity: "client"), to: transport.endpoints.control)
    await client.send([[1]])
    var messages = transport.control.makeAsyncIterator()
    #expect(await messages.next()?.last == [1])
    // What the bound kept back arrives when the rest is taken.
    var flooded = transport.shell.makeAsyncIterator()
    for _ in 0..<100 { #expect(await flooded.next()?.last?.count == 1 << 20) }
    await transport.close()
  }

  @Test func `a heartbeat comes back as it was sent`() async throws {
    let transport = try await Transport.open(Self.endpoints()) { _ in nil }
    let client = Client(.request, to: transport.endpoints.heartbeat)
    await client.send([[1, 2, 3]])
    #expect(await client.receive() == [[1, 2, 3]])
    await transport.close()
  }

  @Test func `what was queued before the close is delivered`() async throws {
    let transport = try await Transport.open(Self.endpoints()) { _ in [[0]] }
    let client = Client(.subscriber, to: transport.endpoints.iopub)
    #expect(await client.receive() == [[0]])
    for number in 0..<200 as Range<UInt8> { transport.send([[number]], on: .iopub) }
    await transport.close()
    for number in 0..<200 as Range<UInt8> { #expect(await client.receive() == [[number]]) }
  }

  @Test func `ipc endpoints are files, and a free number is found`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sp-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "k").path
    let transport = try await Transport.open(Self.endpoints(.ipc(path: path, number: 0))) { _ in
      nil
    }
    #expect(transport.endpoints.shell == .ipc(path: path, number: 1))
    #expect(transport.endpoints.control == .ipc(path: path, number: 2))
    let client = Client(.request, to: transport.endpoints.heartbeat)
    await client.send([[4]])
    #expect(await client.receive() == [[4]])
    await transport.close()
  }

  @Test func `with keys, a client that knows the public one is heard`() async throws {
    let keys = Self.keys()
    let transport = try await Transport.open(Self.endpoints(curve: keys)) { _ in nil }
    let client = Client(
      .request, to: transport.endpoints.heartbeat, serverKey: keys.publicKey, keys: Self.keys())
    await client.send([[5]])
    #expect(await client.receive() == [[5]])
    await transport.close()
  }

  private static func keys() -> CurveKeys {
    var publicKey = [CChar](repeating: 0, count: 41)
    var secretKey = [CChar](repeating: 0, count: 41)
    zmq_curve_keypair(&publicKey, &secretKey)
    func text(_ key: [CChar]) -> String {
      String(decoding: key.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    return CurveKeys(publicKey: text(publicKey), secretKey: text(secretKey))
  }
}
