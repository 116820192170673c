import SuperposeJSON
import SuperposePlot
import Testing

/// One picture for each mark and each kind of scale.
struct MarkSnapshotTests {
  static let x = [0.0, 1, 2, 3, 4]
  static let y = [1.0, 3, 2, 5, 4]

  @Test func `line`() throws {
    try expectSnapshot(
      "line",
      Plot {
        Line(x: Self.x, y: Self.y)
        Line(
          x: Self.x, y: [2, 2, .nan, 3, 3], stroke: Color.orange, dash: [4, 2], isStepped: true)
      }.x(label: "step").y(label: "loss", grid: true).size(300, 200).figure)
  }

  @Test func `dot`() throws {
    try expectSnapshot(
      "dot",
      Plot { Dot(x: Self.x, y: Self.y, radius: Self.y, fill: Self.y, stroke: Color.paper) }
        .color(label: "value").size(320, 200).figure)
  }

  @Test(arguments: [Dot.Symbol.square, .diamond, .triangle, .cross])
  func `symbol`(_ symbol: Dot.Symbol) throws {
    try expectSnapshot(
      "dot-\(symbol)",
      Plot { Dot(x: Self.x, y: Self.y, radius: 6, symbol: symbol) }.size(200, 140).figure)
  }

  @Test func `rule`() throws {
    try expectSnapshot(
      "rule",
      Plot {
        Rule(x: [1, 3])
        Rule(y: 2.5, dash: [3, 3])
        Rule(x: 2, y: 1, y2: 4, stroke: Color.red)
      }.x(domain: 0...4).y(domain: 0...5).size(240, 160).figure)
  }

  @Test func `names of reference lines stay inside the plot`() throws {
    try expectSnapshot(
      "rule-named",
      Plot {
        Rule(x: [1, 3.8], text: ["first", "at the right edge"], dash: [4, 3])
        Rule(y: 2.5, text: "above the line", dash: [4, 3])
        Rule(y: 1, text: "below the line", dash: [4, 3], isNamedBelow: true)
      }.x(domain: 0...4).y(domain: 0...5).size(280, 180).figure)
  }

  @Test func `interval`() throws {
    try expectSnapshot(
      "interval",
      Plot {
        Interval(x: Self.x, y: [0.5, 2.5, 1, 4.5, 3], y2: [1.5, 3.5, 3, 5.5, 5])
        Dot(x: Self.x, y: Self.y)
        Interval(y: 1.5, x: 2.5, x2: 3.5, stroke: Color.red, strokeWidth: 2, cap: 0)
      }.x(label: "seed").y(label: "loss").size(240, 180).figure)
  }

  @Test func `text`() throws {
    try expectSnapshot(
      "text",
      Plot {
        Text(x: 1, y: 1, text: "‖W_{i}‖^{2} ≥ 0")
        Text(x: 2, y: 2, text: ["left"], side: .left)
        Text(x: 2, y: 2, text: "right", fill: Color.red, side: .right, isBold: true, hasHalo: true)
        Text(x: 3, y: 3, text: "above", side: .above)
        Text(x: 3, y: 3, text: "below", side: .below)
      }.x(domain: 0...4).y(domain: 0...4).size(260, 180).figure)
  }

  @Test func `box`() throws {
    try expectSnapshot(
      "box",
      Plot {
        Box(x: 1, x2: 2)
        Box(x: 2.5, x2: 3.5, y: 1, y2: 2, fill: Color.blue, stroke: Color.ink, cornerRadius: 4)
      }.x(domain: 0...4).y(domain: 0...3).size(240, 160).figure)
  }

  @Test func `cell`() throws {
    try expectSnapshot(
      "cell",
      Plot {
        Cell(
          x: ["a", "b", "a", "b"], y: ["u", "u", "v", "v"], fill: [0.0, 1, 2, 3])
      }.size(240, 160).figure)
  }

  @Test func `bars up and to the right`() throws {
    try expectSnapshot(
      "bar",
      Panels([
        Plot { Bar(x: ["one", "two", "three"], y: [1, -2, 3]) }.size(200, 160),
        Plot { Bar(y: [0, 1, 2], length: [1.0, 2, 3], fill: [0.1, 0.5, 0.9]) }
          .y(reversed: true).size(200, 160),
      ]).figure)
  }

  @Test func `area and band`() throws {
    try expectSnapshot(
      "area",
      Plot {
        Area(x: Self.x, y: Self.y)
        Area.band(x: Self.x, low: [5, 5, 5, 5, 5], high: [6, 7, 6, 7, 6], fill: Color.red)
      }.size(260, 180).figure)
  }

  @Test func `link and arrow and vector`() throws {
    try expectSnapshot(
      "link",
      Plot {
        Link(x: [0, 0], y: [0, 1], x2: [2, 2], y2: [1, 0])
        Link(x: 0, y: 0, x2: 2, y2: 0, stroke: Color.red, bend: 0.3)
        Arrow(x2: [1, 2], y2: [2, 2], stroke: Color.green)
        Vector(x: [0.5, 1.5], y: [1.5, 1.5], angle: [0, 90])
      }.equalAspect().size(260, 240).figure)
  }

  @Test func `polygon and hull`() throws {
    try expectSnapshot(
      "polygon",
      Plot {
        Polygon(x: [0, 1, 0.5], y: [0, 0, 1])
        Polygon.hull(
          x: [2, 3, 3, 2, 2.5, 2.2], y: [0, 0, 1, 1, 0.5, 0.7], fill: nil, stroke: Color.red)
      }.size(260, 160).figure)
  }

  @Test func `raster`() throws {
    let values = [[-1, 0, 0.5], [0, 0, 0], [1, 0.2, -0.4]]
    try expectSnapshot(
      "raster",
      try Plot { try Raster(values) }.y(reversed: true).color(.redBlue, domain: -1...1)
        .equalAspect().size(260, 200).figure)
  }

  @Test func `inset`() throws {
    let inner = Plot { Line(x: Self.x, y: Self.y) }.withoutAxes()
    try expectSnapshot(
      "inset",
      Plot {
        Line(x: Self.x, y: Self.y)
        Inset(inner, x: 1, y: 4.5, size: Size(60, 40), background: .cream, border: .faint)
      }.size(260, 180).figure)
  }

  @Test(arguments: ["log", "symlog", "sqrt", "categorical"])
  func `scale`(_ name: String) throws {
    let kinds: [String: ScaleKind] = [
      "log": .log, "symlog": .symlog, "sqrt": .sqrt, "categorical": .categorical,
    ]
    let values = name == "symlog" ? [-100.0, -1, 0, 10, 1000] : [0.01, 1, 4, 100, 2000]
    try expectSnapshot(
      "scale-\(name)",
      Plot { Dot(x: Self.x, y: values) }.y(kinds[name] ?? .linear, grid: true).size(240, 200)
        .figure)
  }

  @Test func `facets share scales and legend`() throws {
    let labels = ["S = 0", "S = 0", "S = 0.9", "S = 0.9", "S = 0.9"]
    try expectSnapshot(
      "facets",
      Plot {
        Dot(x: Self.x, y: Self.y, fill: Self.y)
        Rule(y: 3)
      }.x(label: "x").y(label: "y").faceted(by: labels).figure)
  }

  @Test func `words around a figure`() throws {
    try expectSnapshot(
      "figure",
      Figure(
        Plot { Line(x: Self.x, y: Self.y, stroke: ["a", "a", "a", "b", "b"]) }
          .title("Plot title", subtitle: "and subtitle").size(300, 200),
        title: "Figure title", subtitle: "Figure subtitle",
        caption: "A caption long enough that it needs a second line under so narrow a figure.",
        numbers: [.init("loss", 0.0123)],
        provenance: Provenance(
          experiment: "Test", parameters: ["n": 5], seed: 7, version: nil)))
  }

  @Test func `polytope`() throws {
    try expectSnapshot(
      "polytope",
      Polytope(
        [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]],
        labels: ["1", "2", "3", "4", "5", "6"], hasSpokes: true, title: "octahedron"
      ).figure)
  }
}
