// Names start with two underscores so that they do not clash with names in cells.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

public import Synchronization

/// Failures that test libraries have recorded since the running cell began, in order.
public let __testReports = Mutex<[String]>([])

/// Runs the tests that a module declares; set by what listens to Swift Testing.
public let __testRunner = Mutex<(@Sendable (_ module: String) async -> Void)?>(nil)

/// Failures of tests in a cell.
public struct TestFailure: Error, CustomStringConvertible {
  /// One sentence or more for each failure, with its place.
  public let reports: [String]

  public var description: String { reports.joined(separator: "\n") }
}

/// Runs the tests that the cell declares.
public func __runTests(in module: String) async {
  await __testRunner.withLock(\.self)?(module)
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
