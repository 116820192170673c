import Foundation
import SuperposeJSON
import SuperposeSession
import SuperposeTransport
import SuperposeWire
import Testing

struct ConnectionFileTests {
  private let members: JSONObject = [
    "transport": "tcp", "ip": "127.0.0.1", "shell_port": 1, "iopub_port": 2, "stdin_port": 3,
    "control_port": 4, "hb_port": 5, "key": "secret", "signature_scheme": "hmac-sha256",
    "kernel_name": "superpose",
  ]

  @Test func `ports and host are read`() throws {
    let endpoints = try ConnectionFile(members).endpoints()
    #expect(endpoints.shell == .tcp(host: "127.0.0.1", port: 1))
    #expect(endpoints.heartbeat == .tcp(host: "127.0.0.1", port: 5))
    #expect(endpoints.curve == nil)
  }

  @Test func `ipc joins path and number`() throws {
    let file = ConnectionFile(members.merging(["transport": "ipc", "ip": "/tmp/k"]) { $1 })
    #expect(try file.endpoints().iopub == .ipc(path: "/tmp/k", number: 2))
  }

  @Test func `keys of an encrypted connection are read`() throws {
    let file = ConnectionFile(
      members.merging(["curve_publickey": "p", "curve_secretkey": "s"]) { $1 })
    #expect(try file.endpoints().curve == CurveKeys(publicKey: "p", secretKey: "s"))
  }

  @Test func `an unknown signature scheme is refused`() {
    let file = ConnectionFile(members.merging(["signature_scheme": "hmac-md5"]) { $1 })
    #expect(throws: WireError.unknownSignatureScheme("hmac-md5")) { try file.key() }
  }

  @Test func `a missing port is named`() {
    var members = members
    members["hb_port"] = nil
    #expect(throws: SessionError.wrongMember("hb_port", expected: "a number", found: nil)) {
      try ConnectionFile(members).endpoints()
    }
  }

  @Test(arguments: [99_999, -1, 65_536])
  func `a port that no system has is refused with its number`(port: Int) {
    let file = ConnectionFile(members.merging(["shell_port": .integer(port)]) { $1 })
    let error = #expect(throws: SessionError.self) { try file.endpoints() }
    #expect(error.map { "\($0)" }?.contains("\(port)") == true)
  }

  @Test func `chosen ports are written, everything else is kept, and only the owner reads it`()
    throws
  {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "kernel ö \(UUID().uuidString).json").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var endpoints = try ConnectionFile(members).endpoints()
    endpoints.shell = .tcp(host: "127.0.0.1", port: 99)
    try ConnectionFile(members).with(endpoints).write(to: path)
    let read = try ConnectionFile(readingFrom: path)
    #expect(read.members == members.merging(["shell_port": 99]) { $1 })
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  @Test func `a file that is not there is an error that names it`() {
    let error = #expect(throws: SessionError.self) {
      try ConnectionFile(readingFrom: "/no/such/file")
    }
    #expect(error?.description.hasPrefix("/no/such/file could not be read") == true)
  }
}
