import SuperposeDisplay
import Testing

/// Values with parts in a notebook: lines that fold out.
struct FoldedValueTests {
  final class Node {
    var next: Node?
    var value: Int
    init(_ value: Int) { self.value = value }
  }

  struct Wheel {
    var radius = 0.35
    var tyre: String? = "summer <tyre>"
    var spare: Int?
  }

  struct Car {
    var name = "a car with a long name, so that its text does not fit in a line of a notebook"
    var wheels = [Wheel(), Wheel()]
    var owner: String? = "Ada"
  }

  actor Counter {
    let name = "c"
    let limit = 3
  }

  enum Shape {
    case circle(radius: Double?)
    case none
  }

  private func html(_ value: some Any) throws -> String? {
    guard case .text(let html)? = try MIMEBundle(showing: value).data[.html] else { return nil }
    return html
  }

  @Test func `a struct folds out, without Optional, and its text stays Swift's`() throws {
    let html = try #require(try html(Car()))
    for part in ["Car", "owner</span>: &quot;Ada&quot;", "2 in all", "summer &lt;tyre&gt;", "spare</span>: nil"] {
      #expect(html.contains(part), "\(part)")
    }
    #expect(!html.contains("Optional("))
    #expect(plainText(of: Car()).contains("owner: Optional(\"Ada\")"))
    #expect(html.components(of: "<details") == html.components(of: "</details>"))
    #expect(html.components(of: "<div") == html.components(of: "</div>"))
  }

  @Test func `short values and values without parts stay text`() throws {
    struct Small { var x = 1 }
    for value in [Small(), (1, 2), Optional(3) as Any, [1, 2, 3], "text", Shape.none] as [Any] {
      #expect(try html(value) == nil, "\(value)")
    }
  }

  @Test func `optionals inside are shown without Optional`() throws {
    let list = try #require(try html([1, nil, 3] as [Int?]))
    #expect(list.contains("0</span>: 1<") && list.contains("1</span>: nil") && !list.contains("Optional("))
    let shape = try #require(try html(Shape.circle(radius: 2)))
    #expect(shape.contains("Shape.circle") && shape.contains("radius</span>: 2.0<") && !shape.contains("Optional("))
    let inner = try #require(try html((shape: Shape.circle(radius: 2), list: [Shape.circle(radius: nil), .none])))
    #expect(inner.contains("radius</span>: 2.0<") && !inner.contains("Optional("))
  }

  @Test func `objects that refer to each other end`() throws {
    let (one, two) = (Node(1), Node(2))
    (one.next, two.next) = (two, one)
    defer { one.next = nil }
    let html = try #require(try html(one))
    #expect(html.contains("see above") && html.contains("value</span>: 2"))
    #expect(html.utf8.count < 2_000)
  }

  @Test func `superclasses and collections of the standard library have parts, streams have none`() throws {
    let pupil = try #require(try html([Pupil(), nil]))
    #expect(pupil.contains("name</span>: &quot;Ada&quot;") && pupil.contains("year</span>: 3"))
    let reversed = try #require(try html((0..<100).map { $0 * 1000 }.reversed()))
    #expect(reversed.contains("0</span>: 99000<") && reversed.contains("100 in all"))
    #expect(try html(AsyncStream<Int> { $0.finish() }) == nil)
    #expect(try html("aXbX".matches(of: #/X(b)?/#))?.contains("anyRegexOutput") != true)
  }

  class Person { var name = "Ada" }
  final class Pupil: Person { let school = "a school with a long name, so that this does not fit", year = 3 }

  @Test func `large values stay below 30 kB`() throws {
    let many = (0..<1_000).map { _ in Optional(Car()) }
    let html = try #require(try html(many))
    #expect(html.utf8.count < 30_000 && html.contains("in all"))
  }

  @Test func `values that show themselves are inside their lines`() throws {
    let tables = [Table(columns: ["a"], rows: []), Table(columns: ["b"], rows: [])]
    let html = try #require(try html([tables[0], nil, tables[1]]))
    #expect(html.components(of: "<table") == 2)
  }

  @Test func `arrays of texts and of tuples are tables`() throws {
    let words = try #require(try html([["a", "b"], ["c"]]))
    #expect(words.contains("<table") && words.contains(">c<"))
    let named = try #require(try html([(n: 1, s: "x"), (n: 2, s: "y")]))
    #expect(named.contains(">n</th>") && named.contains(">y</td>"))
    let plain = try #require(try html([(1, "x"), (2, "y")]))
    #expect(plain.contains(">0</th>") && plain.contains(">y</td>"))
  }

  @Test func `actors and regular expressions hide what the runtime needs of them`() {
    #expect(plainText(of: Counter()) == #"Counter(name: "c", limit: 3)"#)
    #expect(plainText(of: #/a+b/#) == "Regex<Substring>")
  }
}

extension String {
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
