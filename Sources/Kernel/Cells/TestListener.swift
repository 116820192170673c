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

  // Assertions tell the test case that runs, of which there is one in a process.
  private static let xctest = TestListener(
    module: "XCTest",
    text: """
      import Foundation
      import XCTest

      let (started, starting) = AsyncStream.makeStream(of: Void.self)
      final class CellTestCase: XCTestCase {
        override func invokeTest() {
          starting.yield()
          DispatchSemaphore(value: 0).wait()
        }

        override func recordFailure(
          withDescription description: String, inFile path: String, atLine line: Int, expected: Bool
        ) {
          __testReports.withLock { $0.append("\\(path), line \\(line): \\(description)") }
        }
      }
      Thread.detachNewThread {
        let test = CellTestCase(name: "cell", testClosure: { _ in })
        test.perform(XCTestCaseRun(test: test))
        starting.finish()
      }
      for await _ in started { break }
      """)
}
