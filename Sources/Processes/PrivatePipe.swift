internal import CSuperposePipe
public import Foundation

/// A pipe that other children do not inherit. Otherwise its reader would wait for them too.
public struct PrivatePipe: Sendable {
  public let readingEnd: FileHandle
  public let writingEnd: FileHandle

  /// - Parameter capacity: Bytes that it should hold before writers wait; `nil` for the system's default,
  ///   which also stays where the system allows no more.
  /// - Throws: `POSIXError`, such as `EMFILE` when too many files are open.
  public init(capacity: Int32? = nil) throws(POSIXError) {
    var ends: [Int32] = [-1, -1]
    guard pipe_for_one_child(&ends) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE)
    }
    // 1031 is F_SETPIPE_SZ, which Swift does not import.
    if let capacity { _ = fcntl(ends[1], 1031, capacity) }
    readingEnd = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    writingEnd = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
  }
}
