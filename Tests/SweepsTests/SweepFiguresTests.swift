import SuperposePlot
import SuperposeSweeps
import Testing

@Suite struct SweepFiguresTests {
  private func results() throws -> SweepResults {
    try Sweep("s", over: ["x": [1, 10, 100], "kind": ["a", "b"]], seeds: 1...4) { point in
      let isB = try point.text("kind") == "b"
      return ["value": try point.number("x") + Double(point.seed) + (isB ? 1_000 : 0)]
    }.run()
  }

  @Test func `lines have a band over seeds and a colour for each value`() throws {
    let svg = try results().lines(x: "x", y: "value", by: "kind").svg()
    #expect(svg.contains("value against x") && svg.contains(">a<") && svg.contains(">b<"))
  }

  @Test func `a phase diagram has a cell for each pair`() throws {
    let svg = try results().phaseDiagram(x: "x", y: "kind", color: "value").svg()
    #expect(svg.contains(">100<") && svg.contains(">value<"))
  }

  @Test func `unknown columns are refused`() throws {
    let results = try results()
    #expect(throws: SweepError.noParameter(name: "z", known: ["x", "kind", "seed"])) {
      try results.lines(x: "z", y: "value")
    }
    #expect(throws: SweepError.noColumn(name: "loss", known: ["value"])) { try results.lines(x: "x", y: "loss") }
  }
}
