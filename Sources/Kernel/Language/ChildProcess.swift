#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A child process whose standard input and output are one socket. Ends with its owner's value.
struct ChildProcess: ~Copyable {
  let id: pid_t
  /// Our end of the socket; never blocks.
  let socket: Int32

  /// Starts `command`, a path and its arguments. `nil` when the system refuses.
  ///
  /// On Linux the child may ask to die with the *thread* that calls this.
  init?(_ command: [String]) {
    guard let pair = SocketPair() else { return nil }
    guard let id = spawn(command, over: pair.theirs) else {
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
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 && errno == EINTR {}
  }
}

/// Two connected sockets that other children do not inherit.
private struct SocketPair {
  let ours: Int32
  let theirs: Int32

  init?() {
    var ends: [Int32] = [-1, -1]
    #if canImport(Darwin)
      guard socketpair(AF_UNIX, SOCK_STREAM, 0, &ends) == 0 else { return nil }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      var yes: Int32 = 1
      let size = socklen_t(MemoryLayout<Int32>.size)
      setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &yes, size)
    #else
      let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
      guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { return nil }
    #endif
    ours = ends[0]
    theirs = ends[1]
    _ = fcntl(ours, F_SETFL, O_NONBLOCK)
  }
}

/// Starts `command` with `socket` as input and output, errors dropped and no signal blocked.
private func spawn(_ command: [String], over socket: Int32) -> pid_t? {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
  #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
  #endif
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_adddup2(&actions, socket, 0)
  posix_spawn_file_actions_adddup2(&actions, socket, 1)
  // sourcekitd prints what it minds in half-typed code.
  posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)

  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  var none = sigset_t()
  sigemptyset(&none)
  posix_spawnattr_setsigmask(&attributes, &none)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

  var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
  arguments.append(nil)
  defer { for argument in arguments { free(argument) } }
  var id: pid_t = 0
  let status = posix_spawn(&id, command[0], &actions, &attributes, arguments, environ)
  return status == 0 ? id : nil
}
