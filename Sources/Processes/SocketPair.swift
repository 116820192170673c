public import Foundation

/// Two connected stream sockets, not inherited by other programs that this process starts.
public struct SocketPair: Sendable {
  /// This process's end.
  public let near: Int32
  /// The child's end.
  public let far: Int32

  /// - Throws: `POSIXError`, such as `EMFILE` when too many files are open.
  public init() throws(POSIXError) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE)
    }
    (near, far) = (ends[0], ends[1])
  }
}
