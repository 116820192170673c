/// Measures of DejaVu Sans, so that text can be placed without asking a renderer.
///
/// librsvg ignores `dominant-baseline`, so baselines are placed by these numbers too.
package enum FontMetrics {
  /// The font, and fallbacks with nearly the same widths.
  static let family = "DejaVu Sans, Bitstream Vera Sans, Verdana, sans-serif"
  /// The size of sub- and superscripts, as a part of the font size.
  private static let scriptScale = 0.77
  /// The smallest size of scripts, unless their text is smaller: 6 points at 96 pixels an inch.
  private static let smallestScript = 8.0
  static let subscriptDrop = 0.22
  static let superscriptRise = 0.36
  /// Height of a capital, as a part of the font size (1493 / 2048).
  static let capHeight = 0.729
  /// The distance of the baseline below the middle of the line, as a fraction of the font size.
  static let middleShift = capHeight / 2

  /// The size of the sub- and superscripts of text.
  static func scriptSize(of fontSize: Double) -> Double {
    max(fontSize * scriptScale, min(fontSize, smallestScript))
  }

  /// The width of `label`, in pixels.
  static func width(_ label: Label, fontSize: Double, isBold: Bool = false) -> Double {
    label.runs.reduce(0) { total, run in
      let size = run.level == .base ? fontSize : scriptSize(of: fontSize)
      return total + width(run.text, fontSize: size, isBold: isBold)
    }
  }

  /// The width of `text`, in pixels.
  package static func width(_ text: String, fontSize: Double, isBold: Bool = false) -> Double {
    let ranges = isBold ? FontWidths.bold : FontWidths.regular
    let units = text.unicodeScalars.reduce(0) { $0 + advance($1.value, in: ranges) }
    return Double(units) / 2048 * fontSize
  }

  private static func advance(_ code: UInt32, in ranges: [WidthRange]) -> Int {
    // Combining marks have no width.
    if (0x300...0x36F).contains(code) { return 0 }
    for range in ranges where code >= range.first {
      let index = Int(code - range.first)
      if index < range.widths.count { return Int(range.widths[index]) }
    }
    return 1229
  }
}
