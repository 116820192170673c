public import SuperposeDisplay

/// A polytope that rotates when dragged, as HTML that needs no network and no other file.
///
/// Drag it, or focus it and use the arrow keys. Where scripts do not run, for instance in an
/// untrusted notebook, it is a still picture. One page can hold any number of them, also several
/// copies of one.
public struct RotatablePolytope: Sendable {
  public var polytope: Polytope
  /// A description for screen readers.
  public var summary: String

  public init(_ polytope: Polytope, summary: String = "A polytope that can be turned.") {
    self.polytope = polytope
    self.summary = summary
  }
}

extension Polytope {
  /// The polytope as HTML that rotates when dragged.
  public var rotatable: RotatablePolytope { RotatablePolytope(self) }
}

extension RotatablePolytope: Displayable {
  public var mimeBundle: MIMEBundle {
    get throws {
      var bundle = try still.mimeBundle
      bundle.data[.svg] = nil
      bundle.data[.html] = .text(try html)
      return bundle
    }
  }

  private var still: Figure {
    var figure = polytope.figure
    figure.summary = summary
    figure.padding = 0
    return figure
  }

  /// The element and its script.
  public var html: String {
    get throws {
      let data = model
      let name = "superpose-polytope-" + Fingerprint.hex(of: data)
      let size = polytope.preferredSize
      let (width, height) = (NumberText.fixed(size.width), NumberText.fixed(size.height))
      let picture = Base64.dataURI(png: try still.png(scale: 2))
      let words = summary.htmlEscaped
      let script = ElementScript.html(
        className: name, constant: "model", data: data, code: PackageResources.polytope_js)
      return """
        <div class="\(name)" tabindex="0" role="img" aria-label="\(words)" \
        style="width:\(width)px;height:\(height)px">
        <img src="\(picture)" width="\(width)" height="\(height)" alt="\(words)">
        </div>
        \(script)
        """
    }
  }

  /// The script's data, as JSON with fixed decimals.
  private var model: String {
    let p = polytope
    func list(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }
    func number(_ value: Double) -> String { NumberText.fixed(value, digits: 4) }
    func text(_ value: String) -> String {
      // Also safe inside a script element.
      "\""
        + value.unicodeScalars.map { scalar in
          switch scalar {
          case "\"", "\\", "<", ">", "&":
            let hex = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
          default: return String(scalar)
          }
        }.joined() + "\""
    }
    let points = p.points.map { point in
      list((0..<3).map { number(point.indices.contains($0) ? point[$0] : 0) })
    }
    let edges = p.edges.filter {
      p.points.indices.contains($0.from) && p.points.indices.contains($0.to)
    }.map { "[\($0.from),\($0.to)]" }
    let colors = p.points.indices.map { p.colors[$0 % p.colors.count] }
    let fields = [
      ("points", list(points)), ("edges", list(edges)),
      ("light", list(colors.map { text(ThemeRules.hex($0.light)) })),
      ("dark", list(colors.map { text(ThemeRules.hex($0.dark)) })),
      ("labels", list(p.labels.map { text($0.plainText) })),
      ("spokes", p.hasSpokes ? "true" : "false"), ("extent", number(p.extent)),
      ("azimuth", number(p.viewpoint.azimuth)), ("elevation", number(p.viewpoint.elevation)),
      ("width", number(p.preferredSize.width)), ("height", number(p.preferredSize.height)),
      ("title", text(p.title?.plainText ?? "")),
    ]
    return "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }
}
