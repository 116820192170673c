import SuperposePlot
import Testing

/// Scales and the numbers written beside them.
struct ScaleTests {
  static func words(_ ticks: [Tick]) -> [String] { ticks.compactMap { $0.label?.plainText } }

  static func ticks(_ low: Double, _ high: Double, _ kind: ScaleKind = .linear, count: Int = 5)
    -> [String]
  {
    words(
      Ticks.automatic.resolved(
        kind: kind, domain: .numbers(low: low, high: high), count: count))
  }

  @Test func `linear ticks are round and keep their decimals`() {
    #expect(Self.ticks(0, 1) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(Self.ticks(-3, 2) == ["−3", "−2", "−1", "0", "1", "2"])
    #expect(Self.ticks(0, 10_000) == ["0", "2000", "4000", "6000", "8000", "10000"])
    #expect(Self.ticks(0.001, 0.0042, count: 3) == ["0.001", "0.002", "0.003", "0.004"])
  }

  @Test func `logarithmic ticks are powers of ten, or 1, 2, 5 over few of them`() {
    #expect(
      Self.ticks(1, 1e6, .log, count: 8) == ["1", "10", "102", "103", "104", "105", "106"])
    #expect(Self.ticks(1, 20, .log, count: 8) == ["1", "2", "5", "10", "20"])
    #expect(Self.ticks(1e-5, 1e-3, .log, count: 3) == ["10−5", "10−4", "10−3"])
  }

  @Test func `symlog ticks go both ways`() {
    #expect(
      Self.ticks(-100, 100, .symlog, count: 8) == ["−100", "−10", "−1", "0", "1", "10", "100"])
  }

  @Test func `given ticks are kept`() {
    let domain = Domain.numbers(low: 0, high: 1)
    #expect(
      Self.words(Ticks.values([0.25, 0.5]).resolved(kind: .linear, domain: domain, count: 5))
        == ["0.25", "0.50"])
    #expect(Ticks.none.resolved(kind: .linear, domain: domain, count: 5).isEmpty)
  }

  @Test(arguments: [
    (ScaleKind.linear, 50.0, 50.0), (.log, 10.0, 50.0), (.sqrt, 25.0, 50.0),
  ])
  func `values become places`(_ kind: ScaleKind, _ value: Double, _ place: Double) throws {
    let low = kind == .log ? 1.0 : 0
    let scale = PositionScale(
      kind: kind, domain: .numbers(low: low, high: 100), start: 0, end: 100)
    let found = try #require(scale.position(value))
    #expect(abs(found - place) < 1e-9)
  }

  @Test func `a logarithmic scale has no place for zero`() {
    let scale = PositionScale(
      kind: .log, domain: .numbers(low: 1, high: 10), start: 0, end: 100)
    #expect(scale.position(0.0) == nil)
    #expect(scale.position(-5.0) == nil)
  }

  @Test func `categories share the room evenly`() {
    let scale = PositionScale(
      kind: .categorical, domain: .categories(["a", "b"]), start: 0, end: 100)
    #expect(scale.position(.text("a")) == 25)
    #expect(scale.position(.text("b")) == 75)
    #expect(scale.position(.text("c")) == nil)
    #expect(scale.bandwidth == 50)
  }
}

/// Numbers, words and their widths.
struct TextTests {
  @Test func `braces make scripts, a bare underscore does not`() {
    let label: Label = "‖W_{i}‖^{2} feature_probability"
    #expect(label.runs.map(\.level) == [.base, .subscripted, .base, .superscripted, .base])
    #expect(label.plainText == "‖Wi‖2 feature_probability")
    #expect(Label("open_{brace").plainText == "open_{brace")
  }

  @Test func `widths are those of DejaVu Sans`() {
    // 2048 units are one font size; H is 1540 wide and i 569.
    #expect(abs(FontMetrics.width("Hi", fontSize: 2048) - 2109) < 0.5)
    #expect(FontMetrics.width("", fontSize: 10) == 0)
  }

  @Test func `lines break at words`() {
    #expect(LineWrap.lines("one two three", width: 50, fontSize: 11) == ["one two", "three"])
    #expect(LineWrap.lines("", width: 50, fontSize: 11) == [""])
    #expect(LineWrap.lines("a\nb", width: 50, fontSize: 11) == ["a", "b"])
  }
}

/// Fewer points, and outlines around them.
struct TransformTests {
  @Test func `decimation keeps the ends and the peaks`() {
    var points = (0..<10_000).map { Point(Double($0), Double($0 % 10)) }
    points[5_678].y = -77
    points[7_777].y = 99
    let few = Decimation.line(points, limit: 400)
    #expect(few.count <= 400)
    #expect(few.first == points.first && few.last == points.last)
    #expect(few.contains { $0.y == -77 } && few.contains { $0.y == 99 })
    #expect(Decimation.line(Array(points.prefix(100)), limit: 400).count == 100)
  }

  @Test func `a hull holds only corners`() {
    let square = [Point(0, 0), Point(2, 0), Point(2, 2), Point(0, 2)]
    let hull = ConvexHull.around(square + [Point(1, 1), Point(1, 0), Point(0, 0)])
    #expect(Set(hull) == Set(square) && hull.count == 4)
    #expect(ConvexHull.around([Point(1, 1)]) == [Point(1, 1)])
    #expect(ConvexHull.around([]).isEmpty)
  }

  @Test func `the nearest neighbours of a tetrahedron are its six edges`() {
    let points: [[Double]] = [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]
    #expect(Polytope.nearestNeighbours(of: points).count == 6)
  }
}
