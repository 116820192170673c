internal import Foundation

extension HostProcess {
  static func socketPair() throws -> (near: Int32, far: Int32) {
    var ends: [Int32] = [0, 0]
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw HostError.notStarted("socketpair", errno)
    }
    for end in ends { closeOnExec(end) }
    return (ends[0], ends[1])
  }

  static func pipePair() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw HostError.notStarted("pipe", errno) }
    for end in ends { closeOnExec(end) }
    #if os(Linux)
      // Room for a burst of prints, so that cells seldom wait for the kernel.
      _ = fcntl(ends[1], 1031 /* F_SETPIPE_SZ, which Swift does not see */, 1 << 20)
    #endif
    return (ends[0], ends[1])
  }

  private static func closeOnExec(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
  }

  /// Starts a program with the link at descriptor 3 and nothing to read on standard input.
  static func spawn(
    _ arguments: [String], standardOutput: Int32, standardError: Int32, link: Int32
  ) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, standardOutput, 1)
    posix_spawn_file_actions_adddup2(&actions, standardError, 2)
    posix_spawn_file_actions_adddup2(&actions, link, 3)
    var strings = arguments.map { strdup($0) } + [nil]
    defer { for string in strings { free(string) } }
    var identifier: pid_t = 0
    let code = posix_spawn(&identifier, arguments[0], &actions, nil, &strings, environ)
    guard code == 0 else { throw HostError.notStarted(arguments[0], code) }
    return identifier
  }
}
