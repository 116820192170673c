public import SuperposeDisplay
internal import SuperposeJSON

extension Figure: Displayable {
  /// SVG, PNG at twice the size and one line of text; PDF too if the figure is for paper.
  public var mimeBundle: MIMEBundle {
    get throws {
      let size = outputSize
      var bundle = MIMEBundle(plainText: plainText)
      // Throws first if the size is invalid.
      let svg = try svg(size: size)
      bundle.data[.svg] = .text(svg)
      bundle.data[.png] = .binary(try png(of: svg, size: size, scale: pixelDensity))
      bundle.metadata[.png] = [
        "width": .integer(wholeNumber(size.width.rounded())),
        "height": .integer(wholeNumber(size.height.rounded())),
      ]
      if isForPaper || Environment.isForPaper {
        bundle.data[.pdf] = .binary(try pdf(size: size))
      }
      return bundle
    }
  }
}

extension Figure {
  /// The size in a notebook. A figure that is wider than the environment variable `SUPERPOSE_FIGURE_WIDTH` says, in
  /// inches, is laid out again for that width, as ``save(_:width:height:dpi:)`` does.
  private var outputSize: Size {
    let own = preferredSize
    guard let inches = Environment.value("SUPERPOSE_FIGURE_WIDTH").flatMap(Double.init), inches.isFinite, inches > 0
    else { return own }
    let width = Length.inches(inches).pixels
    return own.width > width ? size(width: width) : own
  }
}

extension Figure: LiveDisplayable {
  /// SVG and one line of text: without the PNG, which takes several times as long to draw.
  public var liveBundle: MIMEBundle {
    get throws { MIMEBundle(data: [.plainText: .text(plainText), .svg: .text(try svg(size: outputSize))]) }
  }
}

extension Figure: CustomStringConvertible {
  public var description: String { plainText }
}
