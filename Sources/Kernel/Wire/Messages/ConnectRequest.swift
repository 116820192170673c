/// Asks for the kernel's ports. Deprecated; answered because it costs nothing.
///
/// Source: https://jupyter-client.readthedocs.io/en/latest/messaging.html#connect
package struct ConnectRequest: RequestContent {
  package typealias Answer = ConnectReply
  package static let messageType = "connect_request"
  package init() {}
}

/// The kernel's ports.
package struct ConnectReply: MessageContent {
  package static let messageType = "connect_reply"
  package var shellPort: Int
  package var iopubPort: Int
  package var stdinPort: Int
  package var heartbeatPort: Int
  package var controlPort: Int

  package init(
    shellPort: Int, iopubPort: Int, stdinPort: Int, heartbeatPort: Int, controlPort: Int
  ) {
    self.shellPort = shellPort
    self.iopubPort = iopubPort
    self.stdinPort = stdinPort
    self.heartbeatPort = heartbeatPort
    self.controlPort = controlPort
  }

  enum CodingKeys: String, CodingKey {
    case shellPort = "shell_port"
    case iopubPort = "iopub_port"
    case stdinPort = "stdin_port"
    case heartbeatPort = "hb_port"
    case controlPort = "control_port"
  }
}
