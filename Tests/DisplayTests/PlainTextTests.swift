import Observation
import SuperposeDisplay
import Testing

@Suite("Values as text")
struct PlainTextTests {
  enum Side: Equatable {
    case left(Int)
    case right(of: Int, by: Int)
    case middle
  }

  struct Place {
    var side = Side.middle
    var name = "A.B"
    var others: [Side] = [.left(1)]
    var note: String?
  }

  final class Box {
    var place = Place()
  }

  @Test("types inside others are named without their modules")
  func nested() {
    #expect(plainText(of: Place()) == #"Place(side: Side.middle, name: "A.B", others: [Side.left(1)], note: nil)"#)
    #expect(plainText(of: [Side.middle, .right(of: 2, by: 3)]) == "[Side.middle, Side.right(of: 2, by: 3)]")
    #expect(plainText(of: [1: Side.middle]) == "[1: Side.middle]")
    #expect(plainText(of: (Side.middle, n: 2)) == "(Side.middle, n: 2)")
    #expect(plainText(of: Optional(Side.middle)) == "Optional(Side.middle)")
    #expect(plainText(of: Box()).hasPrefix("Box(place: Place(side: Side.middle"))
  }

  struct Doctor: CustomStringConvertible, CustomDebugStringConvertible {
    let description = "Dr.Who"
    let debugDescription = "for debuggers"
  }

  @Test("what describes itself is taken at its word")
  func selfDescribing() { #expect(plainText(of: Doctor()) == "Dr.Who") }

  final class Node {
    var next: Node?
    var previous: Node?
  }

  @Test("objects that hold each other come to an end")
  func cycle() {
    let (first, second) = (Node(), Node())
    (first.next, second.previous) = (second, first)
    #expect(
      plainText(of: first)
        == "Node(next: Optional(Node(next: nil, previous: Optional(Node(next: Optional(Node(…)), previous: nil)))), previous: nil)"
    )
  }

  @Test("of long collections the beginning is shown, and how long they are")
  func long() {
    #expect(plainText(of: Array(repeating: 0, count: 1000)).hasSuffix("0, 0]"))
    #expect(plainText(of: Array(repeating: 0.5, count: 5000)).hasSuffix("0.5, 0.5, … 5000 in all]"))
    #expect(plainText(of: Array(repeating: 0, count: 5000)).split(separator: ",").count == 1001)
    #expect(plainText(of: Array(repeating: Array(0..<5000), count: 5)).hasSuffix("999, … 5000 in all]]"))
    #expect(plainText(of: Set(0..<2000)).hasSuffix("… 2000 in all]"))
    let table = Dictionary(uniqueKeysWithValues: (0..<2000).map { ($0, "x") })
    #expect(plainText(of: table).hasSuffix(#": "x", … 2000 in all]"#))
  }

  @Test("the rest is as Swift describes it")
  func others() {
    let values: [Any] = [[1.5, 2], Set([3]), ["x": 1], Side.left(3), 1...3, 0.1 as Float]
    for value in values { #expect(plainText(of: value) == String(describing: value)) }
    #expect(plainText(of: "a\nb") == #""a\nb""#)
    #expect(plainText(of: Int?.none) == "nil")
  }

  struct Triple {
    var values: [3 of Int]
  }

  @Test("what reflection does not see into is shown by its elements, or by its type alone")
  func hidden() {
    #expect(plainText(of: InlineArray<3, Int>(repeating: 2)) == "[2, 2, 2]")
    #expect(plainText(of: Triple(values: [7, 8, 9])) == "Triple(values: [7, 8, 9])")
    #expect(plainText(of: Task { 3 }) == "Task<Int, Never>")
  }

  @Test("collections of the standard library are their elements")
  func wrappers() {
    let values: [(Any, String)] = [
      ([1, 2, 3].reversed(), "[3, 2, 1]"), ("ab".reversed(), #"["b", "a"]"#), ((1..<4).reversed(), "[3, 2, 1]"),
      (["a", "b"].enumerated(), #"[(offset: 0, element: "a"), (offset: 1, element: "b")]"#),
      (zip([1, 2, 3], ["a", "b"]), #"[(1, "a"), (2, "b")]"#), ([[1], [2, 3]].joined(), "[1, 2, 3]"),
      (AnyCollection([1, 2]), "[1, 2]"), ([[1, 2].reversed()], "[[2, 1]]"),
      (Optional([1, 2].reversed()) as Any, "Optional([2, 1])"), ((a: zip([1], [2]), 3), "(a: [(1, 2)], 3)"),
      (Row(numbers: [1, 2].reversed()), "Row(numbers: [2, 1])"), ([[Side.left(1)]].joined(), "[Side.left(1)]"),
    ]
    for (value, text) in values { #expect(plainText(of: value) == text) }
    #expect(plainText(of: (0..<5000).reversed()).hasSuffix("4000, … 5000 in all]"))
  }

  struct Row {
    var numbers: ReversedCollection<[Int]>
  }

  @Test("strides, ranges and matches are in Swift's notation")
  func notation() throws {
    #expect(plainText(of: stride(from: 0, to: 1, by: 0.25)) == "stride(from: 0.0, to: 1.0, by: 0.25)")
    #expect(plainText(of: [stride(from: 9, through: 1, by: -4)]) == "[stride(from: 9, through: 1, by: -4)]")
    #expect(plainText(of: 1...) == "1..." && plainText(of: ...3) == "...3" && plainText(of: ..<3) == "..<3")
    #expect(plainText(of: "aXb".firstMatch(of: #/X/#)) == #"Optional(Match("X"))"#)
    #expect(plainText(of: "aXb".matches(of: #/X(b)?/#)) == #"[Match("Xb", Optional("b"))]"#)
    #expect(plainText(of: try #require(try Regex("X(b)?").firstMatch(in: "aX"))) == #"Match("X", nil)"#)
  }

  @Test("of how streams, iterators and lazy collections work nothing is shown, and no function is called")
  func implementation() {
    #expect(plainText(of: AsyncStream<Int> { $0.finish() }) == "AsyncStream<Int>")
    #expect(plainText(of: AnySequence([1, 2])) == "AnySequence<Int>")
    #expect(plainText(of: sequence(first: 1) { $0 * 2 }).hasPrefix("UnfoldSequence<Int, "))
    #expect(plainText(of: Hasher()) == "Hasher")
    var calls = 0
    let lazy = [1, 2].lazy.map { number -> Int in
      calls += 1
      return number
    }
    #expect(plainText(of: lazy) == "LazyMapSequence<Array<Int>, Int>")
    #expect(plainText(of: lazy.reversed()).contains("LazyMapSequence") && calls == 0)
  }

  struct Late {
    lazy var area = 4
    var _own = 1
  }

  class Animal { var name = "Rex" }
  final class Dog: Animal { var age = 3 }

  @Test("properties have the names of the source, also those of superclasses")
  func declared() {
    #expect(plainText(of: Late()) == "Late(area: nil, _own: 1)")
    #expect(plainText(of: Dog()) == #"Dog(name: "Rex", age: 3)"#)
    #expect(plainText(of: [Dog()]) == #"[Dog(name: "Rex", age: 3)]"#)
    #expect(plainText(of: Watched()) == #"Watched(name: "x", own: 2)"#)
  }

  @Observable final class Watched {
    var name = "x"
    @ObservationIgnored var own = 2
  }

  @Test("long texts are cut, and say how long they are")
  func longTexts() {
    let text = plainText(of: String(repeating: "abc ", count: 100_000))
    #expect(text.hasSuffix("… (400000 characters)") && text.utf8.count < 10_000)
    struct Report: CustomStringConvertible { let description = String(repeating: "x", count: 200_000) }
    #expect(plainText(of: Report()).hasSuffix("x… (200000 characters)"))
  }

  @Test("no place in memory is shown")
  func addresses() {
    struct Local {}
    #expect(!plainText(of: [Local.self]).contains("$"))
    #expect(!plainText(of: \[Int].count).contains("0x"))
  }
}

@Suite("Tables")
struct TableTests {
  @Test("a line break inside a cell stays inside its row")
  func lineBreaks() {
    let table = Table(columns: ["name"], rows: [[Table.Cell(text: "b\nc")]])
    #expect(table.mimeBundle.data[.plainText] == .text("name\n────\nb\\nc"))
  }

  struct Row {
    var name: String
    var loss: Double
    var count: Int
  }

  @Test("floating-point numbers have six digits, short ones as Swift writes them")
  func digits() {
    let table = Table([["step", "loss"], [100, 0.014150089025497437], [200, 1.0], [300, 1.2345678e-7]])
    #expect(table.rows.map { $0.map(\.text) } == [["100", "0.0141501"], ["200", "1.0"], ["300", "1.23457e-07"]])
    #expect(table.rows.allSatisfy { $0.allSatisfy(\.isNumber) })
  }

  @Test("alike structs are rows")
  func structs() throws {
    let rows = [Row(name: "a", loss: 1.0 / 3, count: 2), Row(name: "b", loss: 2, count: 3)]
    let table = try #require(Table(rowsOf: rows))
    #expect(table.columns == ["name", "loss", "count"])
    #expect(table.rows.map { $0.map(\.text) } == [["a", "0.333333", "2"], ["b", "2.0", "3"]])
  }

  @Test("text that is a number stands to the right")
  func numbersInText() {
    let table = Table([["S", "loss"], ["0.9", "low"]])
    #expect(table.rows[0].map(\.isNumber) == [true, false])
  }

  @Test("a long table shows its beginning and its end")
  func excerpt() {
    var table = Table([["n", "square"]] + (0..<100).map { [$0, $0 * $0] })
    func lines() -> [String] {
      guard case .text(let text)? = table.mimeBundle.data[.plainText] else { return [] }
      return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(lines().count == 2 + 10 + 1 + 10 + 2)
    #expect(lines()[11...13] == [" 9      81", " …       …", "90    8100"])
    #expect(lines().last == "100 rows")
    table.rowLimit = 100
    #expect(lines().count == 2 + 100)
    #expect(table.rows.count == 100)
  }
}
