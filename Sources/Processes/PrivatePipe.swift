internal import CSuperposePipe
public import Foundation

/// A pipe that other children do not inherit. Otherwise its reader would wait for them too.
public struct PrivatePipe: Sendable {
  public let readingEnd: FileHandle
  public let writingEnd: FileHandle

  /// - Throws: `POSIXError`, such as `EMFILE` when too many files are open.
  public init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe_for_one_child(&ends) == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE)
    }
    readingEnd = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    writingEnd = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
  }
}
