import Foundation
import SuperposeDisplay
import SuperposeJSON
import SuperposePlot
import Testing

/// What a figure promises to notebooks, files and readers.
struct FigureTests {
  static let plot = Plot { Line(x: [1, 2, 3], y: [3, 1, 2]) }.title("A title")
  static var figure: Figure {
    Figure(
      plot, numbers: [.init("loss", 0.25)],
      provenance: Provenance(
        experiment: "Opening <figure>", parameters: ["n": 5, "name": "a & \"b\""], seed: 3,
        version: "1.0"))
  }

  static func temporary(_ name: String) -> String {
    FileManager.default.temporaryDirectory
      .appendingPathComponent("superpose-\(UUID().uuidString)-\(name)").path
  }

  @Test(arguments: [(20.0, "15.4"), (10, "8"), (9, "8"), (7, "7")])
  func `subscripts have 6 points or more, unless their text has less`(_ size: Double, _ script: String) throws {
    let svg = try Plot { Text(x: 1, y: 1, text: "W_{i}", fontSize: size) }.figure.svg()
    let element = try #require(svg.split(separator: "\n").first { $0.contains("<tspan") })
    #expect(element.contains("font-size=\"\(script)\">i"))
  }

  @Test func `a notebook gets SVG, PNG at twice the size, and a line of text`() throws {
    let bundle = try Self.figure.mimeBundle
    #expect(Set(bundle.data.keys) == [.svg, .png, .plainText])
    let size = Self.figure.preferredSize
    #expect(bundle.metadata[.png]?["width"]?.integer == Int(size.width))
    #expect(bundle.metadata[.png]?["height"]?.integer == Int(size.height))
    guard case .binary(let png) = bundle.data[.png] else {
      Issue.record("the PNG is not bytes")
      return
    }
    // Bytes 16 to 23 of a PNG are its width and height.
    #expect(png[16..<20].reduce(0) { $0 << 8 | Int($1) } == Int(size.width) * 2)
    #expect(png[20..<24].reduce(0) { $0 << 8 | Int($1) } == Int(size.height) * 2)
    #expect(bundle.data[.plainText] == .text("A title (figure, 588×368): loss 0.25."))
  }

  @Test func `a figure for paper adds PDF`() throws {
    #expect(try Self.figure.forPaper().mimeBundle.data[.pdf] != nil)
  }

  @Test func `the same data are the same bytes`() throws {
    #expect(try Self.figure.svg() == Self.figure.svg())
    #expect(try Self.figure.png() == Self.figure.png())
  }

  @Test func `a PDF is the same bytes a second later`() async throws {
    let first = try Self.figure.pdf()
    try await Task.sleep(for: .seconds(1.1))
    #expect(try Self.figure.pdf() == first)
  }

  @Test func `the PDF of a figure's SVG is the figure's PDF`() throws {
    #expect(try SVGDocument(Self.figure.svg()).pdf() == Self.figure.pdf())
  }

  @Test(arguments: [
    (#"width="2in" height="96""#, "144 72"), (#"viewBox="0 0 40 80""#, "30 60"),
    (#"width="100%" viewBox="0 0 40 80""#, "30 60"),
  ])
  func `a page of PDF is as large as its SVG says`(_ attributes: String, _ box: String) throws {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" \(attributes)><rect width=\"9\" height=\"9\"/></svg>"
    #expect(String(decoding: try SVGDocument(svg).pdf(), as: UTF8.self).contains("/MediaBox [ 0 0 \(box) ]"))
  }

  @Test(arguments: ["", "no picture", "<svg", #"<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="2"/>"#])
  func `text that is not SVG, or too large, throws`(_ text: String) {
    #expect(throws: PlotError.self) { try SVGDocument(text).pdf() }
  }

  @Test(arguments: ["svg", "png", "pdf"])
  func `provenance comes back from a file`(_ format: String) throws {
    let path = Self.temporary("figure.\(format)")
    try Self.figure.save(path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try Provenance.read(from: path) == Self.figure.provenance)
  }

  @Test func `provenance prints what is known`() {
    #expect(
      Self.figure.provenance?.description == """
        experiment  Opening <figure>
        seed        3
        version     1.0
        parameters
          n = 5
          name = a & "b"
        """)
  }

  @Test func `files without provenance say so`() throws {
    let path = Self.temporary("plain.svg")
    try Self.plot.figure.save(path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(throws: PlotError.noProvenance(path: path)) { try Provenance.read(from: path) }
    #expect(throws: PlotError.self) { try Provenance.read(from: "/nowhere/at-all.svg") }
  }

  @Test func `a size on paper is kept`() throws {
    let path = Self.temporary("figure.pdf")
    try Self.figure.save(path, width: .millimetres(85), height: .millimetres(60))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let pdf = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    // 85 and 60 mm in points.
    #expect(pdf.contains("/MediaBox [ 0 0 240.94") && pdf.contains(" 170.07"))
    try Self.figure.save(path, width: .inches(3), height: .inches(2))
    let inches = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    #expect(inches.contains("/MediaBox [ 0 0 216 144 ]"))
  }

  @Test func `resolution decides the pixels of a PNG`() throws {
    let path = Self.temporary("figure.png")
    try Self.figure.save(path, width: .pixels(300), dpi: 96)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let png = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(png[16..<20].reduce(0) { $0 << 8 | Int($1) } == 300)
  }

  @Test func `unknown formats are a sentence`() {
    #expect(throws: PlotError.unknownFormat(path: "f.bmp")) { try Self.figure.save("f.bmp") }
  }

  @Test func `readers who see nothing get a title and a description`() throws {
    let svg = try Self.figure.svg()
    #expect(svg.contains("role=\"img\""))
    #expect(svg.contains("<title>A title</title>"))
    #expect(
      svg.contains(
        "<desc>A plot of line marks; the horizontal axis goes from 1 to 3, the vertical axis goes from 1 to 3. loss 0.25.</desc>"
      ))
  }

  @Test func `dark pages get their own colours inside the SVG`() throws {
    let svg = try Self.figure.svg()
    let name = try #require(svg.firstMatch(of: #/class="(sp\w+)"/#)).1
    // As a file or an image it follows the colour scheme; in a page's markup, the page alone.
    #expect(svg.contains("<style>@media (prefers-color-scheme: dark){:root.\(name){\n."))
    #expect(svg.contains(":is([data-jp-theme-light=\"false\"],"))
    #expect(svg.matches(of: #/\{fill:#e8e6e1\}/#).count == 2)
  }

  @Test func `nothing in an SVG needs an id or another file`() throws {
    let svg = try Self.figure.svg()
    #expect(!svg.contains(" id=") && !svg.contains("url("))
  }

  @Test func `a long line keeps its peaks and stays small`() throws {
    let count = 200_000
    var values = (0..<count).map { Double($0 % 7) }
    values[123_456] = 1000
    let svg = try Plot { Line(x: 0..<count, y: values) }.figure.svg()
    #expect(svg.utf8.count < 100_000)
    // The peak reaches the top of the plotting area.
    #expect(svg.contains(" 20L"))
  }

  @Test func `very many dots become an image, and no figure is over a megabyte`() throws {
    let count = 50_000
    let x = (0..<count).map { Double($0 * 7919 % count) }
    let y = (0..<count).map { Double($0 * 104_729 % count) }
    let svg = try Plot { Dot(x: x, y: y, fill: y) }.figure.svg()
    #expect(svg.contains("<image"))
    #expect(svg.utf8.count < 1_000_000)
  }

  @Test func `very many small panels become one image`() throws {
    let x = (0..<190).map { Double($0 * 67 % 190) }
    let plot = Plot { Dot(x: x, y: x, fill: x) }.size(60, 60)
    let svg = try Panels(Array(repeating: plot, count: 144), columns: 12).figure.svg()
    #expect(svg.utf8.count < 1_000_000)
    #expect(svg.contains("<desc>"))
  }

  @Test func `a large raster is one image`() throws {
    let values = (0..<200).map { row in (0..<200).map { Double(row * $0) } }
    let svg = try Plot { try Raster(values) }.figure.svg()
    #expect(svg.contains("<image") && svg.utf8.count < 200_000)
  }

  @Test func `a polytope that turns is one element with a picture to fall back on`() throws {
    let bundle = try Polytope([[1, 0, 0], [0, 1, 0], [0, 0, 1]]).rotatable.mimeBundle
    guard case .text(let html) = bundle.data[.html] else {
      Issue.record("there is no HTML")
      return
    }
    #expect(html.contains("<img src=\"data:image/png;base64,"))
    #expect(!html.contains("http://") || html.contains("http://www.w3.org/2000/svg"))
    #expect(!html.contains(" id="))
    #expect(bundle.data[.svg] == nil)
  }

  @Test func `smoothing leaves out what is not finite`() {
    #expect([1, .nan, 3, 4, 5].smoothed(window: 3) == [1, 2, 3.5, 4, 4.5])
    #expect([Double]().smoothed(window: 5).isEmpty)
  }
}
