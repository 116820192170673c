/// A piece of Swift that hears what a test library records outside of its own runs.
///
/// Test libraries tell failures to the run that is under way. In a notebook there is none, and a failed
/// expectation would change nothing. So one run is started that never ends.
public struct TestListener: Sendable {
  /// The library's module.
  public let module: String
  let text: String

  public static let all = [testing, xctest]

  /// The listener as a unit that no cell sees.
  ///
  /// - Parameter root: The module that declares what the listener reports to.
  public func unit(over root: String) -> CellUnit {
    CellUnit(
      name: "\(module)Listener_1", label: module, source: CellSource(text), previous: root)
  }

  // Source: https://github.com/swiftlang/swift-testing/blob/main/Documentation/ABI/JSON.md (entry point
  // and records, version 0).
  private static let testing = TestListener(
    module: "Testing",
    text: ##"""
      import Foundation
      import Testing

      typealias EntryPoint = @convention(thin) @Sendable @concurrent (
        UnsafeRawBufferPointer?, @escaping @Sendable (UnsafeRawBufferPointer) -> Void
      ) async throws -> Bool
      @_silgen_name("swt_abiv0_getEntryPoint") func entryPoint() -> UnsafeRawPointer

      struct Record: Decodable {
        struct Message: Decodable { var symbol: String; var text: String }
        struct Place: Decodable { var filePath: String?; var _filePath: String?; var line: Int }
        struct Issue: Decodable { var isKnown: Bool; var isFailure: Bool?; var sourceLocation: Place? }
        struct Payload: Decodable {
          var kind: String?; var issue: Issue?; var messages: [Message]?; var testID: String?
        }
        var payload: Payload

        var report: String? {
          guard payload.kind == "issueRecorded", let issue = payload.issue, !issue.isKnown,
            issue.isFailure != false
          else { return nil }
          let place = issue.sourceLocation.map { "\($0.filePath ?? $0._filePath ?? ""), line \($0.line)" }
          let test = payload.testID.flatMap { $0.split(separator: "/").first { $0.hasSuffix(")") } }
            .map { "in " + ($0.split(separator: ".").last ?? $0) }
          let words = (payload.messages ?? []).map(\.text).joined(separator: "\n  ")
          return [place, test].compactMap { $0 }.joined(separator: ", ") + ": " + words
        }
      }

      @Sendable func hear(_ record: UnsafeRawBufferPointer) {
        guard let report = (try? JSONDecoder().decode(Record.self, from: Data(record)))?.report else { return }
        __testReports.withLock { $0.append(report) }
      }

      func runTests(in module: String) async {
        let settings = #"{"filter":["^\#(module)\\."],"parallel":false,"verbosity":\#(Int.min)}"#
        let json = UnsafeMutableRawBufferPointer.allocate(byteCount: settings.utf8.count, alignment: 1)
        json.copyBytes(from: settings.utf8)
        defer { json.deallocate() }
        let run = unsafeBitCast(entryPoint(), to: EntryPoint.self)
        do { _ = try await run(UnsafeRawBufferPointer(json), hear) } catch {
          __testReports.withLock { $0.append("The tests could not be run: \(error)") }
        }
      }

      let (started, starting) = AsyncStream.makeStream(of: Void.self)
      @Test func hold() async {
        starting.yield()
        await withCheckedContinuation { (_: CheckedContinuation<Void, Never>) in }
      }
      Task.detached {
        await runTests(in: "TestingListener_1")
        starting.finish()
      }
      // Not a semaphore: the library needs the main actor, which this thread is.
      for await _ in started { break }
      __testRunner.withLock { $0 = { await runTests(in: $0) } }
      """##)

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
