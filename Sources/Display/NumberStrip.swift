internal import Foundation

/// An array of numbers: a strip of bars over the numbers with four digits, and its length and range.
struct NumberStrip: Displayable {
  /// What Swift prints.
  private let text: String
  private let numbers: [Double]

  init(_ elements: [Double]) {
    numbers = elements
    text = plainText(of: elements)
  }

  init(_ elements: [Float]) {
    numbers = elements.map(Double.init)
    text = plainText(of: elements)
  }

  /// Numbers written out; of longer arrays the first and the last.
  private static let limit = 24

  var mimeBundle: MIMEBundle {
    guard numbers.count > 1 else { return MIMEBundle(plainText: text) }
    return MIMEBundle(data: [.plainText: .text(text), .html: .text(html)])
  }

  private var html: String {
    let finite = numbers.filter(\.isFinite)
    let range = finite.isEmpty ? "" : ", \(Self.short(finite.min() ?? 0)) to \(Self.short(finite.max() ?? 0))"
    let shown =
      numbers.count > Self.limit
      ? numbers.prefix(Self.limit - 4).map(Self.short) + ["…"] + numbers.suffix(3).map(Self.short)
      : numbers.map(Self.short)
    return "<div>\(bars)</div><div style=\"font-family:monospace;max-width:60em\">"
      + "[\(shown.joined(separator: ", "))]</div>"
      + "<div style=\"opacity:.65\">\(numbers.count) numbers\(range)</div>"
  }

  /// Bars from zero, at most 240: of longer arrays the element of largest magnitude in each interval.
  private var bars: String {
    let count = min(numbers.count, 240)
    let shown = (0..<count).map { k -> Double in
      let part = numbers[(k * numbers.count / count)..<((k + 1) * numbers.count / count)]
      return part.filter(\.isFinite).max { abs($0) < abs($1) } ?? 0
    }
    let high = max(shown.max() ?? 0, 0)
    let low = min(shown.min() ?? 0, 0)
    guard high > low else { return "" }
    let step = max(2, min(14, 360 / count))
    let height = 34.0
    let path = shown.enumerated().map { k, value in
      let top = height * (high - max(value, 0)) / (high - low)
      let size = max(0.5, height * abs(value) / (high - low))
      return String(format: "M%d %.1fh%dv%.1fh-%dz", k * step, top, step - 1, size, step - 1)
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(count * step)\" height=\"35\" role=\"img\" "
      + "aria-label=\"bars of \(numbers.count) numbers\" fill=\"currentColor\" fill-opacity=\".55\">"
      + "<path d=\"\(path.joined())\"/></svg>"
  }

  static func short(_ number: Double) -> String {
    NumberText.brief(number, digits: 4).withMinusSigns
  }
}
