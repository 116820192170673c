internal import Foundation
internal import SuperposeDisplay
internal import SuperposePlot

/// What a result shows: its question, its claims, and its figures as small pictures with the names that
/// `figure(…)` takes.
struct ResultCard<Result: ExperimentResult> {
  let result: Result

  /// - Throws: `PlotError` when the result cannot be drawn.
  var bundle: MIMEBundle {
    get throws {
      let figures = result.figures
      let claims = result.claims
      let names = figures.map { "figure(\"\($0.name)\")" }.joined(separator: ", ")
      var bundle = try Card(
        Result.Source.question, text: "\(result)\nFigures: \(names)",
        facts: [
          "experiment": "\(Result.Source.self)", "claims": "\(claims)".replacing(" claims held", with: " held"),
          "seed": "\(result.experiment.seed)",
          "source": Result.Source.source,
        ],
        parts: [Thumbnails(figures: figures)], details: [("claims", claims)]
      ).mimeBundle
      // For exports that take no HTML.
      let main = try result.figure.mimeBundle
      for type in [MIMEType.png, .pdf] {
        bundle.data[type] = main.data[type]
        bundle.metadata[type] = main.metadata[type]
      }
      return bundle
    }
  }
}

/// Small pictures of figures, each above its name.
private struct Thumbnails: Displayable {
  let figures: [NamedFigure]

  /// In pixels of the page.
  private static let width = 150.0
  /// Of all pictures together, as base64 text. What comes after is named without a picture.
  private static let byteLimit = 20_000

  var mimeBundle: MIMEBundle {
    get throws {
      var left = Self.byteLimit
      let items = try figures.map { named in
        let picture = try Self.picture(named.figure)
        let isShown = picture.utf8.count <= left
        if isShown { left -= picture.utf8.count }
        let image =
          "<img alt=\"\" src=\"data:image/png;base64,\(picture)\" width=\"\(Int(Self.width))\""
          + " style=\"display:block;margin-bottom:4px;border-radius:4px\">"
        return "<div>\(isShown ? image : "")<code>figure(\"\(named.name)\")</code></div>"
      }
      let style = "display:flex;flex-wrap:wrap;gap:12px 18px;align-items:flex-end"
      return MIMEBundle(data: [.html: .text("<div style=\"\(style)\">\(items.joined())</div>")])
    }
  }

  /// A PNG without provenance, as base64.
  private static func picture(_ figure: Figure) throws -> String {
    var figure = figure
    figure.provenance = nil
    return Data(try figure.png(scale: width / figure.preferredSize.width)).base64EncodedString()
  }
}
