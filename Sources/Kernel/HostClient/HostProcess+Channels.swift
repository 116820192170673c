internal import CSuperposePipe
internal import Foundation

extension HostProcess {
  static func socketPair() throws -> (near: Int32, far: Int32) {
    var ends: [Int32] = [0, 0]
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw HostError.notStarted("socketpair", errno)
    }
    #if !canImport(Glibc)
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #endif
    return (ends[0], ends[1])
  }

  static func pipePair() throws -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe_for_one_child(&ends) == 0 else { throw HostError.notStarted("pipe", errno) }
    #if os(Linux)
      // A larger buffer, so that cells rarely wait for the kernel.
      _ = fcntl(ends[1], 1031 /* F_SETPIPE_SZ, which Swift does not see */, 1 << 20)
    #endif
    return (ends[0], ends[1])
  }
}
