internal import Foundation
internal import SuperposeDisplay
internal import SuperposePlot
internal import ToyLib

extension Scrubber {
  /// The element and its script.
  ///
  /// - Throws: `ToyLibError` if there are no frames.
  public var html: String {
    get throws {
      let data = try data
      let name = "superpose-scrubber-" + Fingerprint.hex(of: data)
      let size = still.preferredSize
      let picture = Base64.dataURI(png: try still.png())
      let words = description.htmlEscaped
      let script = ElementScript.html(
        className: name, constant: "data", data: data, code: PackageResources.scrubber_js)
      return """
        <div class="\(name)" role="group" aria-label="\(words)">
        <img src="\(picture)" width="\(Int(size.width))" height="\(Int(size.height))" alt="\(words)">
        </div>
        \(script)
        """
    }
  }

  /// The script's data, as JSON that is safe inside a script element.
  private var data: String {
    get throws {
      let frames = try frames()
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let json = String(decoding: try encoder.encode(Film(self, frames)), as: UTF8.self)
      return json.replacing("<", with: "\\u003c")
    }
  }

  /// The data of the script, under the names that the script uses.
  private struct Film: Encodable {
    var features: Int
    var hidden: Int
    var steps: [Int]
    var precision: Int
    var reach: Double
    var panels: [Strip]
    /// Colours of features for light and dark pages.
    var light: [String], dark: [String]
    /// The palettes of the heat map and its bars, from their low ends to their high ones.
    var weightLight: [String], weightDark: [String], barLight: [String], barDark: [String]

    struct Strip: Encodable {
      var title: String
      var weights: String
      /// The loss at each step; `nil` where none was recorded.
      var losses: [Double?]
      var curve: [[Double]]
    }

    init(_ scrubber: Scrubber, _ frames: Frames) {
      let first = frames.snapshots[0][0].weights
      features = first.rows
      hidden = first.columns
      steps = frames.steps
      precision = frames.precision
      reach = frames.reach
      panels = scrubber.panels.indices.map { index in
        Strip(
          title: scrubber.panels[index].title.plainText, weights: frames.packed(panel: index),
          losses: scrubber.panels[index].losses(at: frames.steps),
          curve: scrubber.panels[index].curve)
      }
      let isMap = hidden > 3
      (light, dark) = Self.hex(isMap ? [] : Self.colors(scrubber.panels[0].importance))
      (weightLight, weightDark) = Self.hex(isMap ? Self.ramp(.redBlue) : [])
      (barLight, barDark) = Self.hex(isMap ? Self.ramp(.viridis) : [])
    }

    /// By importance, if importances differ.
    private static func colors(_ importance: [Float]) -> [Color] {
      guard Set(importance).count > 1 else { return [.blue] }
      return importance.map { Palette.viridis.color(at: Double($0)) }
    }

    private static func ramp(_ palette: Palette) -> [Color] {
      (0...32).map { palette.color(at: Double($0) / 32) }
    }

    private static func hex(_ colors: [Color]) -> (light: [String], dark: [String]) {
      func text(_ value: UInt32) -> String { String(format: "#%06x", value) }
      return (colors.map { text($0.light) }, colors.map { text($0.dark) })
    }
  }
}

extension Scrubber.Panel {
  /// The loss of the update that led to each step, with four digits; `nil` where it is not known.
  fileprivate func losses(at steps: [Int]) -> [Double?] {
    let known = Dictionary(snapshots.map { ($0.step, $0.loss) }) { first, _ in first }
    return steps.map { step in
      guard let loss = known[step] ?? nil, loss.isFinite else { return nil }
      return rounded(loss)
    }
  }

  /// Steps and losses of the curve, at most 250 points.
  fileprivate var curve: [[Double]] {
    let points = history.filter { $0.loss.isFinite && $0.loss > 0 }
    let every = max(1, (points.count + 249) / 250)
    return points.enumerated().filter { $0.offset % every == 0 }
      .map { [Double($0.element.step), rounded($0.element.loss)] }
  }

  private func rounded(_ loss: Double) -> Double { Double(NumberText.scientific(loss)) ?? loss }
}
