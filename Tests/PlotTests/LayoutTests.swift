import Foundation
import SuperposePlot
import Testing

/// Figures at the size at which they are seen.
struct LayoutTests {
  private func attributes(_ name: String, of element: String, in svg: String) -> [Double] {
    svg.matches(of: try! Regex("<\(element)[^>]* \(name)=\"([-0-9.]+)\"")).compactMap {
      $0.output[1].substring.flatMap { Double($0) }
    }
  }

  private func saved(_ figure: Figure, width: Double) throws -> String {
    let path = FigureTests.temporary("layout.svg")
    defer { try? FileManager.default.removeItem(atPath: path) }
    try figure.save(path, width: .pixels(width))
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  private func plot(_ index: Int) -> Plot {
    Plot { Dot(x: [1, 2, 3], y: [1, 2, Double(index)]) }.title("panel \(index)")
      .x(label: "x_{i}").y(label: "y").background(.cream).size(240, 200)
  }

  /// The rectangles of the plotting areas: width, height and left edge.
  private func areas(_ svg: String) -> [(width: Double, height: Double, x: Double)] {
    let pattern =
      #/<rect x="([0-9.]+)" y="[0-9.]+" width="([0-9.]+)" height="([0-9.]+)"[^>]* fill="#fcfbf8"/#
    return svg.matches(of: pattern).compactMap { match in
      guard let x = Double(match.1), let width = Double(match.2), let height = Double(match.3) else { return nil }
      return (width, height, x)
    }
  }

  @Test func `panels that do not fit in a row continue in the next, with readable text`() throws {
    let figure = Figure(Panels((1...6).map(plot)))
    let svg = try saved(figure, width: 528)
    #expect(svg.contains("width=\"528\""))
    let lefts = Set(areas(svg).map(\.x))
    #expect(areas(svg).count == 6 && lefts.count == 2)
    // At 96 pixels an inch, 8 pixels are 6 points.
    #expect(attributes("font-size", of: "text", in: svg).allSatisfy { $0 >= 8 })
    #expect(attributes("font-size", of: "tspan", in: svg).allSatisfy { $0 >= 8 })
    // A notebook's output is 900 pixels wide.
    #expect(figure.preferredSize.width <= 900)
    #expect(Set(areas(try saved(figure, width: 1600)).map(\.x)).count == 6)
  }

  /// The texts that contain `words`, if it is not nil: their left ends, baselines and widths.
  private func lines(_ svg: String, _ words: String? = nil) -> [(x: Double, y: Double, width: Double)] {
    let pattern = #/<text[^>]* x="([0-9.]+)" y="([0-9.]+)" font-size="([0-9.]+)"([^>]*)>([^<]+)</text>/#
    return svg.matches(of: pattern).compactMap { match in
      guard words.map(match.5.contains) ?? true, !match.4.contains("anchor"), let x = Double(match.1),
        let y = Double(match.2), let size = Double(match.3)
      else { return nil }
      let width = FontMetrics.width(String(match.5), fontSize: size, isBold: match.4.contains("bold"))
      return (x, y, width)
    }
  }

  private let long = Label((1...30).map { "word\($0)" }.joined(separator: " "))

  @Test func `long titles continue in more lines`() throws {
    let plot = Plot { Dot(x: [1], y: [1]) }.title(long, subtitle: long)
    for figure in [plot.figure, Figure(self.plot(1), title: long, subtitle: long)] {
      let svg = try figure.svg()
      let found = lines(svg, "word")
      #expect(found.count >= 4 && found.allSatisfy { $0.x + $0.width <= figure.preferredSize.width })
      let heights = found.map(\.y).sorted()
      #expect(heights.allSatisfy { $0 > 8 } && zip(heights, heights.dropFirst()).allSatisfy { $1 - $0 > 10 })
    }
  }

  @Test func `titles of panels do not touch`() throws {
    let titles: [Label] = ["two words of one title", "W_{i} and W_{j} with scripts", "three", "the last of the titles"]
    let panels = Panels(
      titles.map { plot(1).title($0, subtitle: "a longer word under \($0.plainText)").size(130, 150) })
    let svg = try Figure(panels).svg()
    let rows = Dictionary(grouping: lines(svg)) { Int($0.y) }.values.map { $0.sorted { $0.x < $1.x } }
    let gaps = rows.flatMap { row in zip(row, row.dropFirst()).map { $1.x - $0.x - $0.width } }
    #expect(!gaps.isEmpty && gaps.allSatisfy { $0 > 5.9 })
    let words = svg.matches(of: #/>([^<]+)</#).map { String($0.1) }.joined(separator: " ")
    #expect(words.contains("of the") && words.contains("longer"))
  }

  @Test func `broken rows keep their heights, and a row that is a little too wide is not broken`() throws {
    let single = try saved(Figure(Panels([plot(1), plot(2).size(420, 200)])), width: 528)
    #expect(areas(single).count == 2 && areas(single).allSatisfy { $0.height < 200 })
    let pair = Panels([plot(1).size(280, 200), plot(2).size(280, 200)])
    #expect(Set(areas(try saved(Figure(pair), width: 528)).map(\.x)).count == 2)
  }

  @Test func `rows with a meaning of their own are not broken`() throws {
    let grid = Panels(rows: [[plot(1), plot(2), plot(3)], [plot(4), plot(5), plot(6)]])
    #expect(Set(areas(try saved(Figure(grid), width: 528)).map(\.x)).count == 3)
  }

  @Test func `plots of one size have plotting areas of one size, whatever stands beside them`() throws {
    let shared = Panels([plot(1), plot(2), plot(30)]).sharing(.x, .y)
    let keyed = Panels([plot(1), plot(2).adding { Dot(x: [1, 2], y: [1, 2], fill: [0.5, 5]) }])
    for panels in [shared, keyed] {
      let widths = areas(try Figure(panels).svg()).map(\.width)
      #expect(widths.count > 1 && (widths.max() ?? 0) - (widths.min() ?? 0) < 1)
    }
  }

  @Test func `a proportional drawing keeps its proportions`() throws {
    let square = Plot { Dot(x: [1, 2], y: [1, 2]) }.withoutAxes().background(.cream).size(100, 100)
    let wide = Panels(rows: [[Proportional(square)], [plot(1).size(600, 100)]])
    let area = try #require(areas(try Figure(wide).svg()).first)
    #expect(abs(area.width - area.height) < 8)
  }

  @Test func `the labels of vertical axes stand on one vertical`() throws {
    let small = Plot { Dot(x: [1, 2], y: [1, 2]) }.y(label: "first")
    let large = Plot { Dot(x: [1, 2], y: [100_000, 200_000]) }.y(label: "second")
    let svg = try Figure(Panels(rows: [[small], [large]])).svg()
    let places = svg.matches(of: #/rotate\(-90 ([0-9.]+)/#).map { String($0.1) }
    #expect(places.count == 2 && Set(places).count == 1)
  }

  @Test func `all labels of a logarithmic axis have one form`() {
    func labels(_ low: Double, _ high: Double) -> [String] {
      Ticks.automatic.resolved(kind: .log, domain: .numbers(low: low, high: high), count: 6)
        .compactMap { $0.label?.plainText }
    }
    #expect(labels(0.001, 100) == ["0.001", "0.01", "0.1", "1", "10", "100"])
    #expect(labels(1e-5, 0.1) == ["10−5", "10−4", "10−3", "10−2", "10−1"])
    #expect(labels(0.0004, 0.002).allSatisfy { $0.contains("10−") })
  }

  @Test func `a colour bar says when larger values have its last colour`() throws {
    func bar(_ values: [Double]) throws -> String {
      try Figure(
        Plot { Dot(x: [1, 2], y: [1, 2], fill: values) }.color(.redBlue, domain: -1...1)
      ).svg()
    }
    let saturated = try bar([-1.2, 1.5])
    #expect(saturated.contains(">≤ −1.0<") && saturated.contains(">≥ 1.0<"))
    let whole = try bar([-1, 1])
    #expect(!whole.contains("≤") && !whole.contains("≥") && whole.contains(">−1.0<"))
  }

  @Test(arguments: [Palette.redBlue, .viridis, .coolwarm, .greys, .magma])
  func `text on a coloured cell has a contrast of 4 point 5`(_ palette: Palette) {
    func luminance(_ hex: UInt32) -> Double {
      let parts = [16, 8, 0].map { shift -> Double in
        let c = Double((hex >> UInt32(shift)) & 0xFF) / 255
        return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    func contrast(_ a: UInt32, _ b: UInt32) -> Double {
      let (high, low) = (max(luminance(a), luminance(b)), min(luminance(a), luminance(b)))
      return (high + 0.05) / (low + 0.05)
    }
    for step in 0...100 {
      let color = palette.color(at: Double(step) / 100)
      #expect(contrast(color.light, color.legibleInk.light) >= 4.5)
      #expect(contrast(color.dark, color.legibleInk.dark) >= 4.5)
    }
  }

  @Test func `a raster's cells are sharp in every format`() throws {
    let values = (0..<60).map { row in (0..<60).map { ($0 + row) % 2 } }
    let svg = try Figure(Plot(marks: [try Raster(values)])).svg()
    let match = try #require(svg.firstMatch(of: #/<image[^>]* width="([0-9.]+)"[^>]*base64,([A-Za-z0-9+\/=]+)/#))
    let png = try #require(Data(base64Encoded: String(match.2)))
    let width = png[16..<20].reduce(0) { $0 << 8 | Int($1) }
    #expect(Double(width) >= 2 * (Double(match.1) ?? .infinity) && width % 60 == 0)
  }

  /// Where the name of the line y = 1 stands, as x, y and anchor, when `other` is in the plot.
  private func place(ofNameBeside other: any Mark) throws -> (x: Double, y: Double, anchor: String?) {
    let plot = Plot(marks: [Rule(y: 1, text: "name", dash: [4, 3]), other])
      .x(domain: 0...10).y(domain: 0...2).size(400, 300)
    let svg = try Figure(plot).svg()
    let match = try #require(svg.matches(of: #/<text[^>]*? x="([0-9.]+)" y="([0-9.]+)"([^>]*)>name</#).last)
    let anchor = String(match.3).firstMatch(of: #/text-anchor="([a-z]+)"/#).map { String($0.1) }
    return (try #require(Double(match.1)), try #require(Double(match.2)), anchor)
  }

  @Test func `a line's name stands where no other line or dot is`() throws {
    let free = try place(ofNameBeside: Dot(x: [1], y: [0.2]))
    #expect(free.anchor == "end")
    // Through the place above the right end: the name goes below the line.
    let crossed = try place(ofNameBeside: Line(x: [8, 10], y: [1.05, 1.05]))
    #expect(crossed.y > free.y && crossed.x == free.x)
    // A dot there has the same effect.
    let dotted = try place(ofNameBeside: Dot(x: [9.7], y: [1.04]))
    #expect(dotted.y == crossed.y)
    // A steep line through both places at the right end: the name goes to the left end.
    let steep = try place(ofNameBeside: Line(x: [9.5, 9.7], y: [0, 2]))
    #expect(steep.x < 100 && steep.y == free.y && steep.anchor != "end")
  }

  @Test func `a legend of its own breaks into rows where it is too wide`() throws {
    let key = Swatches(["positive weight", "negative weight", "no weight"], colors: [.red, .blue, .gray])
    let wide = try Figure(Panels(rows: [[plot(1).size(500, 200)], [key]])).svg()
    let narrow = try saved(Figure(Panels(rows: [[plot(1).size(500, 200)], [key]])), width: 200)
    func lines(_ svg: String) -> Int {
      Set(svg.matches(of: #/y="([0-9.]+)"[^>]*>(?:positive|negative|no) weight</#).map { String($0.1) }).count
    }
    #expect(lines(wide) == 1 && lines(narrow) > 1)
    #expect(key.summary == "Colours of positive weight, negative weight, no weight.")
  }

  @Test(arguments: [
    (#"loss $\sum_{j \ne i} (\hat W_i \cdot W_j)^2$"#, "loss ∑j≠i(Ŵi·Wj)2"), (#"$\bar x + \alpha_1$"#, "x̄+α1"),
    (#"$\|W\|$"#, "‖W‖"), (#"$W^\top W$"#, "WᵀW"), (#"$\text{loss} = -1$"#, "loss=−1"), ("costs $5", "costs $5"),
    (#"$x_i^2$"#, "xi2"), (#"$\nosuch$"#, #"\nosuch"#), (#"${$"#, ""), (#"$\hat$"#, ""), (#"$_$"#, ""),
  ])
  func `formulas are read like LaTeX's`(_ markup: String, _ text: String) {
    let plain = Label(markup).plainText
    #expect(plain.filter { $0 != " " } == text.filter { $0 != " " })
  }

  @Test func `variables are italic, words and numbers are not`() throws {
    let label = Label(#"S = $1 - p_i$"#)
    #expect(label.runs.filter(\.isItalic).map(\.text) == ["p", "i"])
    #expect(label.runs.first { $0.text == "i" }?.level == .subscripted)
    let svg = try Figure(Plot { Rule(x: 0) }.title(label)).svg()
    #expect(svg.contains("font-style=\"italic\">p</tspan>"))
  }

  @Test(arguments: [("-0.5", "−0.5"), ("2-3", "2-3"), ("a-1", "a-1"), ("(-1, -2)", "(−1, −2)"), ("x - y", "x - y")])
  func `a hyphen before a number is a minus sign`(_ text: String, _ shown: String) {
    #expect(Label(text).plainText == shown)
  }
}
