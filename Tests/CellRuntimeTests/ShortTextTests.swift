import SuperposeCellRuntime
import SuperposeDisplay
import Testing

struct ShortTextTests {
  private struct Point { var x = 1, y = 2 }
  private enum Side {
    case left(Int)
    case pair(Int, Int)
    case right
  }
  private struct Named: CustomStringConvertible { var description: String { "first\nsecond" } }
  private final class Node {
    var next: Node?
    init(_ next: Node? = nil) { self.next = next }
  }
  private struct Picture: Displayable {
    var points = [1, 2]
    var mimeBundle: MIMEBundle { MIMEBundle(plainText: "picture") }
  }
  private struct Empty {}

  @Test func `a value is one line`() {
    let lines: [(Any, String)] = [
      (3, "3"), ("a\nb", #""a\nb""#), (Optional(4) as Any, "4"), (Int?.none as Any, "nil"), ([1, 2], "[1, 2]"),
      (["k": [1]], #"["k": [1]]"#), ([Int](), "[]"), ([String: Int](), "[:]"), ((1, b: "c"), #"(1, b: "c")"#),
      (Side.left(3), "left(3)"), (Side.pair(1, 2), "pair(1, 2)"), (Side.right, "right"),
      (Point(), "Point(x: 1, y: 2)"), ([Point()], "[Point(x: 1, y: 2)]"), (Named(), "first second"),
      (Node(Node()), "Node(next: Node(next: nil))"), (Picture(), "Picture"), (Empty(), "Empty"), (0..<3, "0..<3"),
    ]
    for (value, line) in lines { #expect(shortText(of: value) == line) }
  }

  private indirect enum Chain {
    case end
    case link(Chain)
  }

  @Test func `long and cyclic values are cut`() {
    let chain = (0..<20_000).reduce(Chain.end) { chain, _ in .link(chain) }
    #expect(shortText(of: chain).hasPrefix("link(link(") && shortText(of: chain).count == 100)
    #expect(shortText(of: Array(0..<5_000_000)).count == 100)
    #expect(shortText(of: String(repeating: "ä", count: 10_000)).hasSuffix("…"))
    let node = Node()
    node.next = node
    #expect(shortText(of: node).count <= 100)
    node.next = nil
  }
}

struct ValuePartsTests {
  private class Base { let id = 7 }
  private final class Leaf: Base { let name = "leaf" }

  private func names(_ value: Any) -> [String] { ValueParts(of: value).listed.map(\.name) }

  @Test func `parts have the names of properties, places and keys`() {
    #expect(names(Leaf()) == ["id", "name"])
    #expect(names([5, 6]) == ["[0]", "[1]"])
    #expect(names([10: 1, 9: 2]) == ["[9]", "[10]"])
    #expect(names((1, b: 2)) == [".0", "b"])
    #expect(names(Optional([5]) as Any) == ["[0]"])
  }

  @Test func `a single thing has none`() {
    let things: [Any] = [1, "text", Int?.none as Any, [Int](), true]
    for thing in things { #expect(ValueParts(of: thing).isEmpty) }
  }

  @Test func `of many parts the first are listed`() {
    let parts = ValueParts(of: Array(0..<1_000))
    #expect(parts.listed.count == ValueParts.limit && parts.count == 1_000)
  }

  @Test func `types that cannot be copied are known`() {
    #expect(isCopyable(Int.self) && isCopyable([String].self) && isCopyable(Leaf.self))
  }
}
