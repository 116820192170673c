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
      return """
        <div class="\(name)" tabindex="0" role="img" aria-label="\(words)" \
        style="width:\(width)px;height:\(height)px;touch-action:none;cursor:grab">
        <img src="\(picture)" width="\(width)" height="\(height)" alt="\(words)">
        </div>
        \(ElementScript.html(className: name, constant: "model", data: data, code: Self.script))
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

  private static let script = """
    const space = "http://www.w3.org/2000/svg";
    function show(element) {
      let azimuth = model.azimuth, elevation = model.elevation;
      const svg = document.createElementNS(space, "svg");
      svg.setAttribute("width", model.width);
      svg.setAttribute("height", model.height);
      element.replaceChildren(svg);
      function isDark() {
        const theme = document.body.dataset.jpThemeLight;
        return theme ? theme === "false" : matchMedia("(prefers-color-scheme: dark)").matches;
      }
      function add(name, attributes, words) {
        const node = document.createElementNS(space, name);
        for (const key in attributes) node.setAttribute(key, attributes[key]);
        if (words) node.textContent = words;
        svg.appendChild(node);
      }
      function project(p) {
        const a = azimuth * Math.PI / 180, e = elevation * Math.PI / 180;
        const away = p[0] * Math.sin(a) + p[1] * Math.cos(a);
        return [p[0] * Math.cos(a) - p[1] * Math.sin(a), away * Math.sin(e) + p[2] * Math.cos(e),
                -away * Math.cos(e) + p[2] * Math.sin(e)];
      }
      function draw() {
        svg.replaceChildren();
        const dark = isDark(), colors = dark ? model.dark : model.light;
        const ink = dark ? "#a9a7a1" : "#5f656d", paper = dark ? "#111111" : "#ffffff";
        const top = model.title ? 20 : 0;
        const side = Math.min(model.width, model.height - top);
        const unit = (side / 2 - (model.labels.length ? 22 : 9)) / model.extent;
        const cx = model.width / 2, cy = top + (model.height - top) / 2;
        const dot = Math.min(Math.max(side / 32, 2.2), 7);
        const seen = model.points.map(project);
        const near = d => Math.min(Math.max(0.5 + d / model.extent / 2, 0), 1);
        const x = p => cx + p[0] * unit, y = p => cy - p[1] * unit;
        const line = (a, b, depth, color, width) => [depth, () => add("line", {
          x1: a[0], y1: a[1], x2: b[0], y2: b[1], stroke: color, "stroke-linecap": "round",
          "stroke-width": width * (0.6 + 0.8 * near(depth)), opacity: 0.25 + 0.6 * near(depth)})];
        const layers = model.edges.map(([i, j]) => line([x(seen[i]), y(seen[i])],
          [x(seen[j]), y(seen[j])], (seen[i][2] + seen[j][2]) / 2, ink, 1.4));
        if (model.spokes) seen.forEach((p, i) =>
          layers.push(line([cx, cy], [x(p), y(p)], p[2] / 2, colors[i], 2.2)));
        seen.forEach((p, i) => layers.push([p[2] + model.extent * 0.02, () => {
          add("circle", {cx: x(p), cy: y(p), r: dot * (0.75 + 0.5 * near(p[2])), fill: colors[i],
            stroke: paper, "stroke-width": 0.8, opacity: 0.45 + 0.55 * near(p[2])});
          if (model.labels[i]) {
            const dx = x(p) - cx, dy = y(p) - cy, far = Math.max(Math.hypot(dx, dy), 1);
            add("text", {x: x(p) + dx / far * (dot + 8), y: y(p) + dy / far * (dot + 8) + 3.6,
              "text-anchor": "middle", "font-size": 10, "font-family": "DejaVu Sans, sans-serif",
              fill: ink}, model.labels[i]);
          }
        }]));
        layers.sort((a, b) => a[0] - b[0]).forEach(layer => layer[1]());
        if (model.title) add("text", {x: cx, y: 12, "text-anchor": "middle", "font-size": 12,
          "font-weight": "bold", "font-family": "DejaVu Sans, sans-serif",
          fill: dark ? "#e8e6e1" : "#22262b"}, model.title);
      }
      function turn(dx, dy) {
        azimuth = (azimuth + dx) % 360;
        elevation = Math.min(Math.max(elevation + dy, -90), 90);
        draw();
      }
      let last = null;
      element.addEventListener("pointerdown", event => {
        last = [event.clientX, event.clientY];
        element.setPointerCapture(event.pointerId);
      });
      element.addEventListener("pointermove", event => {
        if (!last) return;
        turn((event.clientX - last[0]) * -0.6, (event.clientY - last[1]) * 0.6);
        last = [event.clientX, event.clientY];
      });
      for (const end of ["pointerup", "pointercancel"])
        element.addEventListener(end, () => { last = null; });
      element.addEventListener("keydown", event => {
        const step = {ArrowLeft: [6, 0], ArrowRight: [-6, 0], ArrowUp: [0, 6], ArrowDown: [0, -6]};
        if (!step[event.key]) return;
        event.preventDefault();
        turn(...step[event.key]);
      });
      draw();
    }
    """
}
