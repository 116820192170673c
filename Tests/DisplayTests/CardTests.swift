import SuperposeDisplay
import Testing

struct CardTests {
  private func html(_ value: some Any) throws -> String {
    guard case .text(let html)? = try MIMEBundle(showing: value).data[.html] else { return "" }
    return html
  }

  private func text(_ value: some Any) throws -> String {
    guard case .text(let text)? = try MIMEBundle(showing: value).data[.plainText] else { return "" }
    return text
  }

  @Test func `a card escapes its words and keeps its parts' markup`() throws {
    let card = Card(
      "a < b", text: "short", facts: ["x": "1 & 2"], parts: [Table([["n"], [1]])],
      details: [("more", MIMEBundle(plainText: "<tag>"))])
    let html = try html(card)
    #expect(html.contains("a &lt; b") && html.contains("1 &amp; 2"))
    #expect(html.contains("<table") && html.contains("<details") && html.contains("&lt;tag&gt;"))
    #expect(try text(card) == "short")
  }

  @Test func `a card throws what a part throws`() {
    struct Broken: Error {}
    struct Part: Displayable {
      var mimeBundle: MIMEBundle { get throws { throw Broken() } }
    }
    #expect(throws: Broken.self) { try Card("t", text: "t", parts: [Part()]).mimeBundle }
  }

  @Test func `a user's own type shows itself in a few lines`() throws {
    struct Run: Displayable {
      var mimeBundle: MIMEBundle { get throws { try Card("Run", text: "Run", facts: ["loss": "0.5"]).mimeBundle } }
    }
    #expect(try html(Run()).contains("0.5"))
  }

  @Test func `numbers show bars, four digits, length and range`() throws {
    let html = try html([0.5, -0.25, 1.0 / 3])
    #expect(html.contains("<svg") && html.contains("[0.5, −0.25, 0.3333]"))
    #expect(html.contains("3 numbers, −0.25 to 0.5"))
    #expect(try text([0.5, 1]) == "[0.5, 1.0]")
    #expect(try self.html([Float]()) == "" && self.html([0.0, 0.0]).contains("2 numbers"))
    #expect(try self.html([Double.nan, .infinity]).contains("2 numbers"))
  }

  @Test func `a long array of numbers stays small`() throws {
    let html = try html((0..<100_000).map { Float($0) })
    #expect(html.utf8.count < 12_000 && html.contains("…") && html.contains("100000 numbers"))
  }

  @Test func `a dictionary is in the order of its keys, and a table`() throws {
    #expect(try text(["b": 2, "a": 1, "c": 3]) == "[\"a\": 1, \"b\": 2, \"c\": 3]")
    #expect(try text([10: "x", 9: "y"]) == "[9: \"y\", 10: \"x\"]")
    #expect(try html(["b": 2, "a": 1]).contains("<table class=\"dataframe\""))
    #expect(try text([String: Int]()) == "[:]")
  }

  @Test func `arrays of numbers are a table with indices`() throws {
    let html = try html([[1.0, 2], [3]])
    #expect(html.contains("<table ") && html.contains("opacity"))
    #expect(try text([[1, 2], [3]]) == "[[1, 2], [3]]")
  }

  @Test func `a sparkline has a text of blocks and a picture with words`() throws {
    let line = Sparkline([3, 2, .nan, 1], words: "loss \"falls\"")
    #expect(try text(line) == "█▅ ▁")
    #expect(try html(line).contains("aria-label=\"loss &quot;falls&quot;\""))
    #expect(try html(line).matches(of: #/<polyline/#).count == 2)
    #expect(try text(Sparkline([], words: "")) == "" && text(Sparkline([1, 1], words: "")) == "▅▅")
  }
}
