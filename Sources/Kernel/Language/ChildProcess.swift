import Glibc
internal import SuperposeProcesses

/// A child process whose standard input and output are one socket. Ends with its owner's value.
struct ChildProcess: ~Copyable {
  let id: pid_t
  /// Our end of the socket; never blocks.
  let socket: Int32

  /// Starts `command`, a path and its arguments. `nil` when the system refuses.
  ///
  /// On Linux the child may ask to die with the *thread* that calls this.
  init?(_ command: [String]) {
    guard let pair = try? SocketPair() else { return nil }
    // Its errors are dropped: sourcekitd prints what it minds in half-typed code.
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
