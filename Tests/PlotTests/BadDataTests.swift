import SuperposePlot
import Testing

/// What goes wrong in real notebooks must draw something, or say what was wrong.
struct BadDataTests {
  static let series: [(String, [Double])] = [
    ("empty", []),
    ("one point", [3]),
    ("all equal", [2, 2, 2]),
    ("all zero", [0, 0]),
    ("all NaN", [.nan, .nan]),
    ("some NaN", [1, .nan, 3]),
    ("infinite", [1, .infinity, -.infinity]),
    ("huge", [-1e300, 1e300]),
    ("the largest", [-Double.greatestFiniteMagnitude, .greatestFiniteMagnitude]),
    ("tiny", [1e-300, 2e-300]),
    ("the smallest", [0, .leastNonzeroMagnitude]),
    ("tiny differences", [1, 1.0.nextUp]),
    ("negative", [-5, -1]),
    ("mixed sizes", [1e-300, 1e300]),
  ]

  static let scales: [ScaleKind] = [.automatic, .linear, .log, .symlog, .sqrt, .categorical]

  @Test(arguments: series)
  func `any numbers on any scale draw something`(_ name: String, _ values: [Double]) throws {
    for scale in Self.scales {
      for plot in Self.plots(values) {
        let svg = try plot.x(scale, label: "x").y(scale, label: "y").title("T").figure.svg()
        #expect(!svg.lowercased().contains("nan"), "\(name) on \(scale)")
        #expect(!svg.contains("inf"), "\(name) on \(scale)")
        #expect(svg.hasSuffix("</svg>\n"))
      }
    }
  }

  @Test func `the page of any numbers can be turned into pixels`() throws {
    for (_, values) in Self.series {
      #expect(try Plot { Line(x: values, y: values) }.figure.png().count > 100)
    }
  }

  @Test func `different lengths are a sentence`() {
    #expect(
      throws: PlotError.lengths(
        mark: "dot", first: "x", firstCount: 3, second: "y", secondCount: 2)
    ) { try Plot { Dot(x: [1, 2, 3], y: [1, 2]) }.figure.svg() }
  }

  @Test func `unknown colours are a sentence`() {
    #expect(throws: PlotError.unknownColor("mauve-ish")) {
      try Plot { Dot(x: [1], y: [1], fill: "mauve-ish") }.figure.svg()
    }
  }

  @Test func `ragged matrices are a sentence`() {
    #expect(throws: PlotError.ragged(what: "raster", row: 1, wanted: 2, found: 1)) {
      try Raster([[1.0, 2], [3]])
    }
  }

  @Test func `impossible sizes are a sentence`() {
    let plot = Plot { Dot(x: [1], y: [1]) }
    #expect(throws: PlotError.self) { try plot.size(-500, 10).figure.svg() }
    #expect(throws: PlotError.self) { try plot.size(1e9, 10).figure.svg() }
    #expect(throws: PlotError.self) { try plot.size(.nan, 10).figure.svg() }
  }

  @Test func `text that XML does not allow is made harmless`() throws {
    let svg = try Plot { Text(x: 1, y: 1, text: "<b>&\u{1}\u{0}\"") }.title("a < b & c").figure
      .svg()
    #expect(svg.contains("&lt;b&gt;&amp;"))
    #expect(try Plot { Text(x: 1, y: 1, text: "\u{1}<&") }.figure.png().count > 100)
  }

  @Test func `an empty plot says so`() throws {
    #expect(try Plot {}.figure.svg().contains("no data"))
    #expect(try Panels([]).figure.svg().hasSuffix("</svg>\n"))
  }

  private static func plots(_ v: [Double]) -> [Plot] {
    let marks: [any Mark] = [
      Line(x: v, y: v), Dot(x: v, y: v, radius: v, fill: v), Rule(x: v), Rule(y: v),
      Text(x: v, y: v, text: v), Cell(x: v, y: v, fill: v), Bar(x: v, y: v),
      Bar(y: v, length: v), Area(x: v, y: v), Link(x: v, y: v, x2: v, y2: v),
      Arrow(x2: v, y2: v), Vector(x: v, y: v, angle: v, length: v), Polygon(x: v, y: v),
      Polygon.hull(x: v, y: v), Box(x: v, x2: v, y: v, y2: v),
    ]
    return marks.map { Plot(marks: [$0]) } + [
      Plot(marks: marks).equalAspect(), Plot { Dot(x: v, y: v, fill: v) }.color(log: true),
      Plot { Dot(x: v, y: v, fill: v) }.color(.redBlue),
    ]
  }
}
