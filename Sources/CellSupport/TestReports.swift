// Names start with two underscores so that they do not clash with names in cells.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

internal import Glibc
public import Synchronization

/// Failures that test libraries have recorded since the running cell began, in order.
public let __testReports = Mutex<[String]>([])

/// Whether the running cell is inside of a suite of XCTest.
public let __isInTestSuite = Mutex(false)

/// Forgets a suite in which an earlier cell has stopped.
package func __beginTests() { __isInTestSuite.withLock { $0 = false } }

/// Failures of tests in a cell.
public struct TestFailure: Error, CustomStringConvertible {
  /// One sentence or more for each failure, with its place.
  public let reports: [String]

  package init(reports: [String]) { self.reports = reports }

  public var description: String { reports.joined(separator: "\n") }
}

/// Takes the failures that test libraries have recorded.
package func takeTestReports() -> [String] {
  __testReports.withLock { reports in
    defer { reports = [] }
    return reports
  }
}

/// Fails the cell when a test library has recorded a failure meanwhile.
public func __checkTests() {
  let reports = takeTestReports()
  guard !reports.isEmpty else { return }
  __cellObserver.withLock(\.self).fails(TestFailure(reports: reports))
}

/// Runs the tests that a cell declares with Swift Testing, and prints how many passed.
///
/// - Parameter module: The cell's module.
public func __runTests(of module: String) async throws {
  // The library's own entry point for tools; it is there, because the cell imports the library.
  guard let entry = dlsym(nil, "swt_abiv0_getEntryPoint") else { return }
  let entryPoint = unsafeBitCast(
    unsafeBitCast(entry, to: (@convention(c) () -> UnsafeRawPointer).self)(), to: TestEntryPoint.self)
  let count = Mutex("")
  let configuration = "{\"filter\": [\"^\(module)\\\\.\"], \"verbosity\": \(Int.min)}"
  let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: configuration.utf8.count, alignment: 1)
  defer { bytes.deallocate() }
  bytes.copyBytes(from: configuration.utf8)
  let succeeded = try await entryPoint(UnsafeRawBufferPointer(bytes)) { record in
    guard case .runEnded(let tests) = noteTestRecord(record) else { return }
    count.withLock { $0 = tests }
  }
  if succeeded { print("\(count.withLock(\.self)) passed") }
}

/// Prints how many tests of a test case passed, if none failed.
public func __noteTestRun(executed: Int, skipped: Int, failures: Int) {
  let counts = [(executed - skipped, "passed"), (skipped, "skipped")].filter { $0.0 > 0 }
  guard failures == 0, !counts.isEmpty else { return }
  print(counts.map { "\($0) \($0 == 1 ? "test" : "tests") \($1)" }.joined(separator: ", "))
}

private typealias TestEntryPoint =
  @convention(thin) @Sendable (
    _ configuration: UnsafeRawBufferPointer?,
    _ recordHandler: @escaping @Sendable (_ record: UnsafeRawBufferPointer) -> Void
  ) async throws -> Bool
