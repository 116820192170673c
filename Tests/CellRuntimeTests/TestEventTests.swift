import SuperposeCellSupport
import SuperposeJSON
import Testing

@Suite struct TestEventTests {
  private func record(_ payload: JSONValue) -> JSONValue { ["kind": "event", "payload": payload] }

  private func issue(_ message: String, file: String = "Cell [3]", isKnown: Bool = false, test: JSONValue = nil)
    -> JSONValue
  {
    record([
      "kind": "issueRecorded", "testID": test, "messages": [["symbol": "fail", "text": .string(message)]],
      "issue": [
        "isKnown": .bool(isKnown), "isFailure": .bool(!isKnown),
        "sourceLocation": ["filePath": .string(file), "line": 2],
      ],
    ])
  }

  @Test func `a failure is told with its place and its test`() {
    #expect(
      TestEvent(record: issue("Expectation failed: 1 == 2", test: "Superposecell3_1.Sums/adds()/Cell [3]:2:4"))
        == .failure("Cell [3], line 2: Sums/adds(): Expectation failed: 1 == 2"))
  }

  @Test func `only the issue itself is told`() {
    #expect(
      TestEvent(record: issue("An unknown test recorded an issue at Cell [3]:2:4: Issue recorded"))
        == .failure("Cell [3], line 2: Issue recorded"))
  }

  @Test func `a place in the compiler's file is not told`() {
    #expect(TestEvent(record: issue("Caught error: E()", file: "/tmp/main.swift")) == .failure("Caught error: E()"))
  }

  @Test func `known issues and other records say nothing`() {
    #expect(TestEvent(record: issue("Expectation failed: 1 == 2", isKnown: true)) == nil)
    #expect(TestEvent(record: record(["kind": "testStarted"])) == nil)
    #expect(TestEvent(record: ["kind": "test"]) == nil)
  }

  @Test func `the end of a run tells how many tests there were`() {
    let words: JSONValue = "Test run with 3 tests in 1 suite passed after 0.001 seconds."
    #expect(
      TestEvent(record: record(["kind": "runEnded", "messages": [["text": words]]])) == .runEnded(tests: "3 tests"))
  }
}
