import Foundation
import SuperposePlot
import Testing

/// Drawings in words, and drawings of other packages.
struct DrawingTests {
  /// The least that a drawing must have.
  private struct Square: Drawing {
    let preferredSize = Size(40, 40)
    func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape] {
      [.rect(rect, cornerRadius: 0, Style(fill: .blue))]
    }
  }

  /// One that says what it shows.
  private struct Clock: Drawing {
    let preferredSize = Size(40, 40)
    let heading: String? = "Noon"
    let summary = "A clock that shows noon."
    func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape] { [] }
  }

  @Test func `a drawing of one's own speaks when it has words`() throws {
    #expect(Square().figure.plainText == "Figure (figure, 68×68): A drawing.")
    #expect(Clock().figure.plainText == "Noon (figure, 68×68): A clock that shows noon.")
    #expect(try Clock().figure.svg().contains("<desc>A clock that shows noon.</desc>"))
    #expect(Panels([Square(), Clock()]).summary == "2 panels: Noon.")
    #expect(try Panels([Square(), Clock()]).figure.svg().contains("<rect"))
  }

  @Test func `the library's drawings say what they show`() {
    let triangle = Polytope([[1, 0], [-0.5, 0.9], [-0.5, -0.9]], title: "triangle")
    #expect(triangle.summary == "A polytope of 3 points and 3 edges in 2 dimensions.")
    #expect(triangle.figure.plainText.hasPrefix("triangle (figure, "))
    #expect(Polytope([]).summary == "A polytope of 0 points and 0 edges in 0 dimensions.")
    #expect(
      Polytope([[1]], hasSpokes: true).summary
        == "A polytope of 1 points and 0 edges in 1 dimension, each point joined to the origin.")
    #expect(
      ColorKey(.viridis, domain: 0...0.5, label: "D_{i}").summary == "Colours of Di from 0 to 0.5.")
    #expect(Words("row").summary == "row")
    #expect(Panels([triangle]).summary == "1 panel: triangle.")
    let losses = [Plot { Dot(x: [1], y: [2]) }.y(label: "loss"), Plot { Dot(x: [1], y: [2]) }.y(label: "L_{1}")]
    #expect(Panels(losses + losses).summary == "4 panels: loss; L1.")
    #expect(Panels([losses[0].title("train"), losses[0].title("test")]).summary == "2 panels: train; test.")
    #expect(Refusal("No data were given.").summary == "No data were given.")
  }

  // MARK: Layout

  /// The vertical places of all texts that begin with `prefix`, in pixels.
  private func baselines(_ prefix: String, _ svg: String) -> [Double] {
    svg.matches(of: #/<text[^>]* y="([0-9.]+)"[^>]*>(?:<[^>]*>)*([^<]*)/#).filter {
      $0.output.2.hasPrefix(prefix)
    }.compactMap { Double($0.output.1) }
  }

  /// A legend of several rows lies under the title, whatever size the figure has.
  @Test(arguments: [(420.0, 500.0), (700, 400), (1200, 400), (300, 700)])
  func `a title stands above the legend at every size`(_ width: Double, _ height: Double) throws {
    let names = (1...8).map { "a rather long name \($0)" }
    let plot = Plot { Dot(x: Array(1...8), y: Array(1...8), fill: names) }
      .title("THE TITLE", subtitle: "the subtitle")
    let own = try plot.size(width, height).figure.svg()
    let file = NSTemporaryDirectory() + "title-\(Int(width)).svg"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try plot.size(1200, 400).figure
      .save(file, width: .pixels(width), height: .pixels(height))
    let given = try String(contentsOfFile: file, encoding: .utf8)
    for svg in [own, given] {
      let title = try #require(baselines("THE TITLE", svg).first)
      let subtitle = try #require(baselines("the subtitle", svg).first)
      let legend = baselines("a rather", svg)
      #expect(title < subtitle && legend.count == 8)
      #expect(subtitle < (legend.min() ?? 0) - 10 && title > 10)
    }
  }

  @Test func `a raster of rows and columns is that of its rows`() throws {
    let rows = [[1.0, 2, 3], [4, 5, 6]]
    let one = try Plot(marks: [Raster(rows)]).figure.svg()
    let other = try Plot(marks: [Raster(rows: 2, columns: 3, rows.flatMap(\.self))]).figure.svg()
    #expect(one == other)
    #expect(throws: PlotError.self) { try Raster([[1.0], [2, 3]]) }
  }
}
