internal import Foundation
package import SuperposeJSON
internal import Synchronization

/// What Swift Testing says of a run or of a single expectation, as far as a notebook needs it.
///
/// Source: https://github.com/swiftlang/swift-testing/blob/main/Documentation/ABI/JSON.md
package enum TestEvent: Equatable {
  /// An expectation failed, or an issue was recorded: one sentence with its place.
  case failure(String)
  /// A run ended; how many tests it had, such as `3 tests`.
  case runEnded(tests: String)

  /// Reads a record; `nil` for one of another kind, a warning or a known issue.
  package init?(record: JSONValue) {
    guard record["kind"] == "event", let event = record["payload"] else { return nil }
    switch event["kind"]?.string {
    case "issueRecorded":
      guard let issue = event["issue"], issue["isKnown"]?.bool != true,
        issue["isFailure"]?.bool != false
      else { return nil }
      self = .failure(Self.sentence(on: event, issue))
    case "runEnded":
      let words = Self.messages(of: event).first ?? ""
      guard let match = words.firstMatch(of: #/with (\d+ tests?)/#) else { return nil }
      self = .runEnded(tests: String(match.1))
    default: return nil
    }
  }

  /// `Cell [3], line 2: addition(): Expectation failed: (x → 3) == 4`
  ///
  /// The place of a test itself, of an error that it throws, is where its macro stands in the compiler's file.
  private static func sentence(on event: JSONValue, _ issue: JSONValue) -> String {
    let place = issue["sourceLocation"].flatMap { location in
      (location["filePath"] ?? location["_filePath"])?.string.flatMap { file in
        file.contains("/") ? nil : "\(file), line \(location["line"]?.integer ?? 0)"
      }
    }
    let test = event["testID"]?.string.flatMap(name(ofTest:))
    let heading = [place, test].compactMap(\.self).map { $0 + ": " }.joined()
    let messages = messages(of: event)
    let issue = (messages.first ?? "an issue was recorded")
      .replacing(#/^.* recorded an? .*?issue.*?(?: at .+?:\d+:\d+)?: /#, with: "")
    return heading + ([issue] + messages.dropFirst()).joined(separator: "\n")
  }

  private static func messages(of event: JSONValue) -> [String] {
    event["messages"]?.array?.compactMap { $0["text"]?.string } ?? []
  }

  /// `Superposecell3_1.Sums/addition()/Cell [3]:4:2` as `Sums/addition()`.
  private static func name(ofTest id: String) -> String? {
    id.firstMatch(of: #/^[^.]+\.(.+?)(?:\/[^\/]+:\d+:\d+)?$/#).map { String($0.1) }
  }
}

/// Takes a record of Swift Testing: notes a failure for the end of the cell.
///
/// - Returns: The event; `nil` for a record that says nothing to a notebook.
@discardableResult
package func noteTestRecord(_ json: UnsafeRawBufferPointer) -> TestEvent? {
  // The library writes the records itself; what cannot be read is of a newer version's making.
  guard let record = try? JSONDecoder().decode(JSONValue.self, from: Data(json)),
    let event = TestEvent(record: record)
  else { return nil }
  if case .failure(let sentence) = event { __testReports.withLock { $0.append(sentence) } }
  return event
}
