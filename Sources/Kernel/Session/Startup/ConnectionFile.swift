import Foundation
internal import SuperposeFiles
package import SuperposeJSON
package import SuperposeTransport
package import SuperposeWire

/// The connection file: the addresses and settings that the client wants the kernel to use.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/kernels.html#connection-files
package struct ConnectionFile: Equatable, Sendable {
  /// All members, including unknown ones.
  package private(set) var members: JSONObject

  package init(_ members: JSONObject) { self.members = members }

  package init(readingFrom path: String) throws {
    do {
      members = try JSONReader.decode(
        JSONObject.self, from: try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw SessionError.unreadable(path: path, reason: "\(error)")
    }
  }

  /// The key that signs messages.
  package func key() throws -> MessageKey {
    try MessageKey(
      members["key"]?.string ?? "", scheme: members["signature_scheme"]?.string ?? "hmac-sha256")
  }

  /// The addresses of the sockets.
  package func endpoints() throws -> Endpoints {
    Endpoints(
      shell: try endpoint("shell_port"), control: try endpoint("control_port"),
      stdin: try endpoint("stdin_port"), iopub: try endpoint("iopub_port"),
      heartbeat: try endpoint("hb_port"), curve: curveKeys)
  }

  private var curveKeys: CurveKeys? {
    guard let publicKey = members["curve_publickey"]?.string,
      let secretKey = members["curve_secretkey"]?.string
    else { return nil }
    return CurveKeys(publicKey: publicKey, secretKey: secretKey)
  }

  private func endpoint(_ port: String) throws -> Endpoint {
    guard let number = members[port]?.integer else {
      throw SessionError.wrongMember(port, expected: "a number", found: members[port])
    }
    guard (0...65_535).contains(number) else {
      throw SessionError.wrongMember(
        port, expected: "a port from 1 to 65535, or 0 to choose one", found: members[port])
    }
    switch members["transport"]?.string ?? "tcp" {
    case "tcp": return .tcp(host: members["ip"]?.string ?? "127.0.0.1", port: number)
    case "ipc": return .ipc(path: members["ip"]?.string ?? "kernel-ipc", number: number)
    default:
      throw SessionError.wrongMember(
        "transport", expected: "tcp or ipc", found: members["transport"])
    }
  }

  /// The same file with the chosen ports.
  package func with(_ endpoints: Endpoints) -> ConnectionFile {
    var file = self
    file.members["shell_port"] = .integer(endpoints.shell.port)
    file.members["control_port"] = .integer(endpoints.control.port)
    file.members["stdin_port"] = .integer(endpoints.stdin.port)
    file.members["iopub_port"] = .integer(endpoints.iopub.port)
    file.members["hb_port"] = .integer(endpoints.heartbeat.port)
    return file
  }

  /// Writes the file at once and for the owner's eyes only: it holds the key.
  package func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try PrivateFile.write(encoder.encode(members), to: path)
  }
}
