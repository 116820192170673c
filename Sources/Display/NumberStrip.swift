internal import Foundation

/// An array of numbers: a strip of bars over the numbers with four digits, and its length and range.
struct NumberStrip: Displayable {
  /// What Swift prints.
  private let text: String
  private let count: Int
  /// Numbers written out: of longer arrays the first and the last.
  private let first: [Double]
  private let last: [Double]
  /// The smallest and the largest finite number.
  private let range: (low: Double, high: Double)?
  /// At most 240: of longer arrays the element of largest magnitude in each interval.
  private let heights: [Double]

  private static let limit = 24
  private static let barLimit = 240

  init<Number: BinaryFloatingPoint>(_ elements: [Number]) {
    text = plainText(of: elements)
    count = elements.count
    let isLong = count > Self.limit
    first = elements.prefix(isLong ? Self.limit - 4 : count).map { Double($0) }
    last = isLong ? elements.suffix(3).map { Double($0) } : []
    (heights, range) = Self.summary(of: elements)
  }

  private static func summary<Number: BinaryFloatingPoint>(
    of elements: [Number]
  ) -> (heights: [Double], range: (Double, Double)?) {
    let bars = min(elements.count, barLimit)
    var heights: [Double] = []
    var (low, high) = (Number.infinity, -Number.infinity)
    for k in 0..<bars {
      var height: Number = 0
      for index in (k * elements.count / bars)..<((k + 1) * elements.count / bars) {
        let number = elements[index]
        guard number.isFinite else { continue }
        low = min(low, number)
        high = max(high, number)
        if abs(number) > abs(height) { height = number }
      }
      heights.append(Double(height))
    }
    return (heights, low <= high ? (Double(low), Double(high)) : nil)
  }

  var mimeBundle: MIMEBundle {
    guard count > 1 else { return MIMEBundle(plainText: text) }
    return MIMEBundle(data: [.plainText: .text(text), .html: .text(html)])
  }

  private var html: String {
    let words = range.map { ", \(Self.short($0.low)) to \(Self.short($0.high))" } ?? ""
    let shown = first.map(Self.short) + (last.isEmpty ? [] : ["…"]) + last.map(Self.short)
    return "<div>\(bars)</div><div style=\"font-family:monospace;max-width:60em\">"
      + "[\(shown.joined(separator: ", "))]</div>"
      + "<div style=\"opacity:.65\">\(count) numbers\(words)</div>"
  }

  /// Bars from zero.
  private var bars: String {
    let high = max(heights.max() ?? 0, 0)
    let low = min(heights.min() ?? 0, 0)
    guard high > low else { return "" }
    let step = max(2, min(14, 360 / heights.count))
    let height = 34.0
    let path = heights.enumerated().map { k, value in
      let top = height * (high - max(value, 0)) / (high - low)
      let size = max(0.5, height * abs(value) / (high - low))
      return String(format: "M%d %.1fh%dv%.1fh-%dz", k * step, top, step - 1, size, step - 1)
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(heights.count * step)\" height=\"35\" role=\"img\" "
      + "aria-label=\"bars of \(count) numbers\" fill=\"currentColor\" fill-opacity=\".55\">"
      + "<path d=\"\(path.joined())\"/></svg>"
  }

  static func short(_ number: Double) -> String {
    NumberText.brief(number, digits: 4).withMinusSigns
  }
}
