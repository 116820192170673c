/// The address on which a socket listens.
package enum Endpoint: Equatable, Sendable {
  /// Port 0 lets the system choose.
  case tcp(host: String, port: Int)
  /// A file `path-number`, named as in Jupyter; number 0 uses the first free one.
  case ipc(path: String, number: Int)

  /// The endpoint in libzmq syntax.
  package var text: String {
    switch self {
    case .tcp(let host, 0): "tcp://\(host):*"
    case .tcp(let host, let port): "tcp://\(host):\(port)"
    case .ipc(let path, let number): "ipc://\(path)-\(number)"
    }
  }

  /// The port, or the number of the file.
  package var port: Int {
    switch self {
    case .tcp(_, let port): port
    case .ipc(_, let number): number
    }
  }

  /// The same address with another port.
  func with(port: Int) -> Endpoint {
    switch self {
    case .tcp(let host, _): .tcp(host: host, port: port)
    case .ipc(let path, _): .ipc(path: path, number: port)
    }
  }
}

/// The addresses of the kernel's five sockets, and the keys of an encrypted connection.
package struct Endpoints: Equatable, Sendable {
  package var shell: Endpoint
  package var control: Endpoint
  package var stdin: Endpoint
  package var iopub: Endpoint
  package var heartbeat: Endpoint
  package var curve: CurveKeys?

  package init(
    shell: Endpoint, control: Endpoint, stdin: Endpoint, iopub: Endpoint, heartbeat: Endpoint,
    curve: CurveKeys? = nil
  ) {
    self.shell = shell
    self.control = control
    self.stdin = stdin
    self.iopub = iopub
    self.heartbeat = heartbeat
    self.curve = curve
  }
}

/// The server's CurveZMQ keys, 40 characters of Z85 each.
///
/// Source: https://rfc.zeromq.org/spec/26/
package struct CurveKeys: Equatable, Sendable {
  package var publicKey: String
  package var secretKey: String

  package init(publicKey: String, secretKey: String) {
    self.publicKey = publicKey
    self.secretKey = secretKey
  }
}
