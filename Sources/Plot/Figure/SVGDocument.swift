/// A finished SVG document, such as a picture in a saved notebook.
public struct SVGDocument: Sendable, Hashable {
  public var text: String

  public init(_ text: String) { self.text = text }

  /// The document as one page of PDF, in vectors, as large as the document says: a pixel is 0.75 points. Title and
  /// provenance of a figure are kept.
  ///
  /// - Throws: `PlotError.rendering` when it is not SVG; `PlotError.size` when it has no size, or one above 20,000
  ///   pixels.
  public func pdf() throws(PlotError) -> [UInt8] {
    let bytes = Array(text.utf8)
    let json = Provenance.json(in: bytes)
    return try Renderer.pdf(
      svg: text, size: try Renderer.size(ofSVG: text), title: title(in: bytes),
      keywords: json.map(Provenance.pdfKeywords(json:)))
  }

  private func title(in bytes: [UInt8]) -> String {
    let title = bytes.firstPart(between: "<title>", and: "</title>").map(XMLText.unescaped)
    return String(decoding: title ?? [], as: UTF8.self)
  }
}
