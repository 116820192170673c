import SuperposeDisplay
import SuperposeWidgets
import Testing

@MainActor @Suite(.serialized) struct PrecomputedTests {
  let port = RecordingPort()

  private func html(_ shown: PrecomputedInteraction) throws -> String { try shown.mimeBundle.markup }

  @Test func `every combination of two controls is drawn, and the controls keep their values`() throws {
    let size = IntSlider(2...5, value: 3, description: "size")
    let shown = try Interaction(labels: [nil, "kind"], size, ["a", "b"]) { n, kind in "<\(kind)\(n)>" }
      .precomputed()
    #expect(shown.count == 8)
    let page = try html(shown)
    for frame in ["a2", "b2", "a5", "b5"] { #expect(page.contains(frame)) }
    #expect(page.contains("type=\"range\" min=\"0\" max=\"3\"") && page.contains("<option value=\"1\">b</option>"))
    #expect(size.value == 3)
    #expect(!page.contains("http"))
  }

  @Test func `a fine slider has fewer positions, its ends among them`() throws {
    let shown = try Interaction(labels: ["S"], 0.0...1.0) { "value \($0)" }.precomputed(positions: 5)
    #expect(shown.count == 5)
    let page = try html(shown)
    #expect(page.contains("value 0.0") && page.contains("value 1.0"))
  }

  @Test func `outputs keep within their bytes, or an error says what to do`() throws {
    let long = String(repeating: "x", count: 1000)
    let interaction = Interaction(labels: ["n"], 0...40) { n in "\(n)" + long }
    let shown = try interaction.precomputed(bytes: 10_000)
    #expect((2...9).contains(shown.count))
    #expect(try html(shown).utf8.count < 20_000)
    #expect(throws: PrecomputingError.bytes(limit: 100, frames: 2)) { try interaction.precomputed(bytes: 100) }
  }

  @Test func `three controls, and none, are refused`() {
    #expect(throws: PrecomputingError.controls(3)) {
      try Interaction(labels: [nil, nil, nil], true, true, true) { "\($0)\($1)\($2)" }.precomputed()
    }
    #expect(throws: PrecomputingError.controls(0)) {
      try Interaction(labels: [nil], "text") { $0 }.precomputed()
    }
  }

  @Test func `a closure's error is thrown, not stored`() {
    struct Bad: Error {}
    #expect(throws: Bad.self) {
      try Interaction(labels: [nil], 0...3) { n -> Int in if n == 2 { throw Bad() } else { n } }.precomputed()
    }
  }
}
