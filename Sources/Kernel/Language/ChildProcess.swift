import Glibc
internal import SuperposeProcesses

/// A child process whose standard input and output are one socket. The child ends when its owner's
/// value is destroyed.
struct ChildProcess: ~Copyable {
  let id: pid_t
  /// Our end of the socket; never blocks.
  let socket: Int32

  /// Starts `command`, a path and its arguments. `nil` if the system reports an error.
  ///
  /// On Linux the child may be set to end with the *thread* that calls this.
  init?(_ command: [String]) {
    guard let pair = try? SocketPair() else { return nil }
    // Its standard error is dropped, because sourcekitd prints messages about incomplete code.
    let program = Program(command[0], Array(command.dropFirst()))
    guard let id = try? program.start(descriptors: [pair.far, pair.far, nil]) else {
      close(pair.near)
      close(pair.far)
      return nil
    }
    close(pair.far)
    self.id = id
    self.socket = pair.near
    _ = fcntl(socket, F_SETFL, O_NONBLOCK)
  }

  deinit {
    close(socket)
    kill(id, SIGKILL)
    _ = ProcessEnd.wait(for: id)
  }
}
