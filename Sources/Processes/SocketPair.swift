public import Foundation

/// Two connected stream sockets, closed in every program that this process starts unless it is handed one.
public struct SocketPair: Sendable {
  /// The end that this process keeps.
  public let near: Int32
  /// The end for the child.
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
