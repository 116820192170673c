internal import Foundation

/// A curve as small as a word, in the colour of the text around it.
public struct Sparkline: Sendable, Equatable {
  /// The values from left to right; those that are not finite leave gaps.
  public var values: [Double]
  /// What a screen reader says.
  public var words: String
  /// Width and height in pixels.
  public var width = 120.0, height = 28.0

  public init(_ values: [Double], words: String, width: Double = 120, height: Double = 28) {
    self.values = values
    self.words = words
    self.width = width
    self.height = height
  }
}

extension Sparkline: Displayable {
  public var mimeBundle: MIMEBundle {
    MIMEBundle(data: [.plainText: .text(text), .html: .text(svg)])
  }

  private static let blocks = Array("▁▂▃▄▅▆▇█")
  private static let textWidth = 24

  private var range: ClosedRange<Double>? {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    return low...high
  }

  /// From 0 at the bottom to 1 at the top; a constant curve is in the middle.
  private func level(_ value: Double, in range: ClosedRange<Double>) -> Double {
    let span = range.upperBound - range.lowerBound
    return span > 0 ? (value - range.lowerBound) / span : 0.5
  }

  /// At most 24 block characters.
  private var text: String {
    guard let range else { return "" }
    let count = min(values.count, Self.textWidth)
    return String(
      (0..<count).map { k in
        let value = values[count == 1 ? 0 : k * (values.count - 1) / (count - 1)]
        guard value.isFinite else { return " " }
        return Self.blocks[Int((level(value, in: range) * 7).rounded())]
      })
  }

  private var svg: String {
    guard let range else { return "" }
    var lines: [[String]] = [[]]
    for (k, value) in values.enumerated() {
      guard value.isFinite else {
        lines.append([])
        continue
      }
      let x = 2 + (width - 4) * Double(k) / Double(max(1, values.count - 1))
      let y = 2 + (height - 4) * (1 - level(value, in: range))
      lines[lines.count - 1].append(String(format: "%.1f,%.1f", x, y))
    }
    let curves = lines.filter { !$0.isEmpty }.map { "<polyline points=\"\($0.joined(separator: " "))\"/>" }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(Int(width))\" height=\"\(Int(height))\" role=\"img\" "
      + "aria-label=\"\(words.htmlEscaped)\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" "
      + "stroke-linejoin=\"round\" style=\"vertical-align:middle\">\(curves.joined())</svg>"
  }
}
