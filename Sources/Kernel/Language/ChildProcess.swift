internal import SuperposeProcesses

import Glibc

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
    guard let pair = SocketPair() else { return nil }
    // Its standard error is dropped, because sourcekitd prints messages about incomplete code.
    let program = Program(command[0], Array(command.dropFirst()))
    guard let id = try? program.start(descriptors: [pair.theirs, pair.theirs, nil]) else {
      close(pair.ours)
      close(pair.theirs)
      return nil
    }
    close(pair.theirs)
    self.id = id
    self.socket = pair.ours
  }

  deinit {
    close(socket)
    kill(id, SIGKILL)
    _ = ProcessEnd.wait(for: id)
  }
}

/// Two connected sockets that other children do not inherit.
private struct SocketPair {
  let ours: Int32
  let theirs: Int32

  init?() {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    ours = ends[0]
    theirs = ends[1]
    _ = fcntl(ours, F_SETFL, O_NONBLOCK)
  }
}
