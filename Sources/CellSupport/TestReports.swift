// Names start with two underscores so that they do not clash with names in cells.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import Synchronization

/// Failures that test libraries have recorded since the running cell began, in order.
public let __testReports = Mutex<[String]>([])

/// Failures of tests in a cell.
public struct TestFailure: Error, CustomStringConvertible {
  /// One sentence or more for each failure, with its place.
  public let reports: [String]

  public var description: String { reports.joined(separator: "\n") }
}

/// Fails the cell when a test library has recorded a failure meanwhile.
public func __checkTests() {
  let reports = __testReports.withLock { reports in
    defer { reports = [] }
    return reports
  }
  guard !reports.isEmpty else { return }
  __cellObserver.withLock(\.self).fails(TestFailure(reports: reports))
}
