import SuperposeDisplay
import Synchronization
import Testing

private let described = Atomic(0)

/// Counts how often its description is asked for.
private struct Counted: CustomStringConvertible {
  var description: String {
    described.add(1, ordering: .relaxed)
    return "c"
  }
}

private struct Row {
  var name = Counted()
  var size = 1
}

indirect enum Chain {
  case end
  case link(Chain)

  init(length: Int) { self = (0..<length).reduce(.end) { chain, _ in .link(chain) } }
}

private struct Holder { var parts: [[Counted]] }

/// The time to show a value does not grow with it: only what is shown is described.
@Suite(.serialized) struct LargeValuesTests {
  private static let many = [Counted](repeating: Counted(), count: 200_000)

  private static let values: [(name: String, value: any Sendable, limit: Int)] = [
    ("array", many, 3_000), ("slice", many[...], 3_000), ("array of arrays", [many, many, many], 21_000),
    ("many arrays", [[Counted]](repeating: Array(many.prefix(90)), count: 2_000), 24_000),
    ("struct", Holder(parts: [many, many]), 21_000), ("tuple", (many, 1), 21_000),
    ("optional", Optional(many), 3_000), ("table", [Row](repeating: Row(), count: 100_000), 200),
    ("dictionary", Dictionary(uniqueKeysWithValues: zip((0..<50_000).map(String.init), many)), 3_000),
    ("table of dictionaries", [[String: any Sendable]](repeating: ["a": Counted()], count: 50_000), 200),
  ]

  @Test(arguments: values.indices) func `only what is shown is described`(_ index: Int) throws {
    let (name, value, limit) = Self.values[index]
    described.store(0, ordering: .relaxed)
    let text = try text(of: value)
    let calls = described.load(ordering: .relaxed)
    #expect(calls <= limit && calls > 0, "\(name): \(calls)")
    #expect(text.utf8.count < 120_000, "\(name)")
  }

  private func text(of value: any Sendable) throws -> String {
    func open<Value>(_ value: Value) throws -> String { try text(showing: value) }
    return try open(value)
  }

  private func text<Value>(showing value: Value, as type: MIMEType = .plainText) throws -> String {
    guard case .text(let text)? = try MIMEBundle(showing: value).data[type] else { return "" }
    return text
  }

  @Test func `a long chain of cases is described from its beginning`() throws {
    #expect(try text(showing: Chain(length: 3)) == "link(Chain.link(Chain.link(Chain.end)))")
    let long = try text(showing: Chain(length: 20_000))
    #expect(long.hasPrefix("link(Chain.link(") && long.contains("…") && long.utf8.count < 2_000)
  }

  @Test func `a table of many rows has the first and the last`() throws {
    struct Point {
      var x: Int
    }
    let text = try text(showing: (0..<1_000).map { Point(x: $0) })
    #expect(text.contains("\n  9\n  …\n990\n") && text.hasSuffix("999\n\n1000 rows"))
  }

  @Test func `a matrix of many rows keeps its indices`() throws {
    let html = try text(showing: (0..<100).map { [$0, 2] }, as: .html)
    #expect(html.contains(">90</span></td>") && html.contains("<p>100 rows</p>") && !html.contains(">50</span>"))
  }

  @Test func `bars and ends of a long array`() throws {
    var numbers = [Double](repeating: 1, count: 1_000_000)
    numbers[500] = .infinity
    numbers[700_000] = -8
    let html = try text(showing: numbers, as: .html)
    #expect(html.contains("1000000 numbers, −8 to 1") && html.contains("1, …, 1"))
  }
}
