/// A piece of Swift that hears what a test library records outside of its own runs.
///
/// Test libraries tell failures to the run that is under way. In a notebook there is none, and a failed
/// expectation would change nothing. So one run is started that never ends.
public struct TestListener: Sendable {
  /// The library's module.
  public let module: String
  let text: String

  public static let all = [xctest]

  /// Swift Testing. The host hears it without a listener (`CCellHost/testing.c`).
  static let swiftTesting = "Testing"

  /// The modules of the test libraries.
  static let modules = Set(all.map(\.module) + [swiftTesting])

  /// The listener as a unit that no cell sees.
  ///
  /// - Parameter root: The module that declares what the listener reports to.
  public func unit(over root: String) -> CellUnit {
    CellUnit(
      name: "\(module)Listener_1", label: module, source: CellSource(text), sight: CellSight(base: root))
  }

  // Assertions tell the test case that runs, of which there is one in a process; without one they are silent. So one
  // runs that waits, and after each suite another one.
  static let xctest = TestListener(
    module: "XCTest",
    text: """
      import Foundation
      import XCTest

      let (started, ending, ended) = (
        DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
      )
      func report(_ description: String, _ path: String?, _ line: Int) {
        // An error that a test throws has no place.
        let place = line > 0 ? path.map { "\\($0), line \\(line): " } ?? "" : ""
        let words = description.hasSuffix(" - ") ? String(description.dropLast(3)) : description
        __testReports.withLock { $0.append(place + words) }
      }
      final class CellTestCase: XCTestCase {
        override func invokeTest() {
          started.signal()
          ending.wait()
        }

        override func recordFailure(
          withDescription description: String, inFile path: String, atLine line: Int, expected: Bool
        ) {
          report(description, path, line)
        }
      }
      final class CellObserver: NSObject, XCTestObservation {
        func testCase(
          _ test: XCTestCase, didFailWithDescription description: String, inFile path: String?, atLine line: Int
        ) {
          let name = __isInTestSuite.withLock(\\.self) ? "\\(test.name): " : ""
          report(name + description, path, line)
        }

        func testSuiteWillStart(_ suite: XCTestSuite) { __isInTestSuite.withLock { $0 = true } }

        func testSuiteDidFinish(_ suite: XCTestSuite) {
          __isInTestSuite.withLock { $0 = false }
          ending.signal()
          ended.wait()
          listen()
        }
      }
      func listen() {
        Thread.detachNewThread {
          let test = CellTestCase(name: "cell", testClosure: { _ in })
          test.perform(XCTestCaseRun(test: test))
          ended.signal()
        }
        started.wait()
      }
      XCTestObservationCenter.shared.addTestObserver(CellObserver())
      listen()
      """)
}
