public import SuperposeDisplay
internal import SuperposeJSON

extension Figure: Displayable {
  /// SVG, PNG at twice the size and one line of text; PDF too if the figure is for paper.
  public var mimeBundle: MIMEBundle {
    get throws {
      let size = preferredSize
      var bundle = MIMEBundle(plainText: plainText)
      // Throws first if the size is invalid.
      let svg = try svg()
      bundle.data[.svg] = .text(svg)
      bundle.data[.png] = .binary(try png(of: svg, size: size, scale: pixelDensity))
      bundle.metadata[.png] = [
        "width": .integer(wholeNumber(size.width.rounded())),
        "height": .integer(wholeNumber(size.height.rounded())),
      ]
      if isForPaper || Environment.value("SUPERPOSE_PAPER") == "1" {
        bundle.data[.pdf] = .binary(try pdf())
      }
      return bundle
    }
  }
}

extension Figure: LiveDisplayable {
  /// SVG and one line of text: without the PNG, which takes several times as long to draw.
  public var liveBundle: MIMEBundle {
    get throws { MIMEBundle(data: [.plainText: .text(plainText), .svg: .text(try svg())]) }
  }
}

extension Figure: CustomStringConvertible {
  public var description: String { plainText }
}
