internal import Foundation
internal import SuperposeCellMessages
public import SuperposeDisplay
internal import SuperposePlot
internal import ToyLib

extension LivePage {
  /// The page: one file that refers to no other.
  public var html: String {
    get throws {
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Superposition, trained in your browser</title>
      <style>
      \(Self.text(PackageResources.live_page_css))</style>
      </head>
      <body>
      \(controls)
      <script id="engine" type="application/octet-stream">\(BrowserEngine.module)</script>
      <script id="worker" type="text/plain">
      \(Self.text(PackageResources.live_worker_js))</script>
      <script>
      const page = {...\(try Self.json(settings)), ...\(try Self.json(Ramps()))};
      \(ElementScript.functions)
      \(Self.text(PackageResources.live_page_js))</script>
      </body>
      </html>

      """
    }
  }

  /// Writes the page to `path`. Missing directories are not created.
  public func save(_ path: String) throws {
    let bytes = Data(try html.utf8)
    do {
      try bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw PlotError.file(
        path: path, reason: "could not be written (\(error.systemReason))")
    }
  }

  /// Sliders that reach at least as far as the model's own settings.
  private var controls: String {
    Self.text(PackageResources.live_page_html)
      .replacing("MOST_FEATURES", with: "\(max(20, settings.features))")
      .replacing("MOST_HIDDEN", with: "\(max(5, settings.hidden))")
      .replacing("MOST_STEPS", with: "\(max(10_000, settings.steps))")
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Numbers, colours and hexadecimal digits, among which nothing ends a script element.
  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

/// The page's colours on light and on dark systems, as the figures have them.
private struct Ramps: Encodable {
  var light = Ramp(\.light), dark = Ramp(\.dark)

  struct Ramp: Encodable {
    var importance: [String], weights: [String], line: String

    init(_ shade: KeyPath<Color, UInt32>) {
      func hex(_ color: Color) -> String { String(format: "#%06x", color[keyPath: shade]) }
      func ramp(_ palette: Palette) -> [String] {
        (0...64).map { hex(palette.color(at: Double($0) / 64)) }
      }
      importance = ramp(.viridis)
      weights = ramp(.redBlue)
      line = hex(.blue)
    }
  }
}

extension LivePage: CustomStringConvertible {
  /// `Live page: trains 5 features in 2 dimensions in a browser.`
  public var description: String {
    "Live page: trains \(settings.features) features in \(settings.hidden) "
      + "\(settings.hidden == 1 ? "dimension" : "dimensions") in a browser."
  }
}

extension LivePage: Displayable {
  /// The page in a frame as HTML, the model's directions as PNG, and a sentence as plain text.
  public var mimeBundle: MIMEBundle {
    get throws {
      // A page of its own origin: its script reads nothing of the notebook, nor the reverse.
      let frame = """
        <iframe sandbox="allow-scripts" title="\(description.htmlEscaped)" \
        style="width:100%;height:820px;border:0" srcdoc="\(try html.htmlEscaped)"></iframe>
        """
      let still = Figure.geometry([ModelPanel(model)], importance: model.importance)
      var bundle = try still.mimeBundle
      bundle.data[.svg] = nil
      bundle.data[.html] = .text(frame)
      bundle.data[.plainText] = .text(description)
      return bundle
    }
  }
}
