internal import SuperposeDisplay

/// Converts shapes to the text of an SVG document. No other file knows SVG.
///
/// The text is the same for the same shapes: fixed decimals, attributes in one order, no ids,
/// no dates. Colours that differ on dark pages get a class and rules for such pages (`ThemeRules`);
/// everything else is presentation attributes, which librsvg understands too.
struct SVGWriter {
  private var body = ""
  private var theme = ThemeRules()
  private var depth = 0

  /// The document; `title` and `description` are for screen readers, `metadata` for tools.
  static func document(
    _ shapes: [Shape], size: Size, title: String, description: String, metadata: String?
  ) -> String {
    var writer = SVGWriter()
    for shape in shapes { writer.write(shape, inheriting: "") }
    let name = "sp" + Fingerprint.hex(of: writer.body)
    let (width, height) = (NumberText.fixed(size.width), NumberText.fixed(size.height))
    var text = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\""
    text += " viewBox=\"0 0 \(width) \(height)\" role=\"img\" class=\"\(name)\""
    text += " font-family=\"\(FontMetrics.family)\">\n"
    if !title.isEmpty { text += "<title>\(title.htmlEscaped)</title>\n" }
    if !description.isEmpty { text += "<desc>\(description.htmlEscaped)</desc>\n" }
    if let metadata { text += "<metadata>\(metadata.htmlEscaped)</metadata>\n" }
    return text + writer.theme.style(under: name) + writer.body + "</svg>\n"
  }

  private mutating func line(_ text: String) {
    body += String(repeating: " ", count: depth) + text + "\n"
  }

  // MARK: Shapes

  /// Writes `shape` without the attributes that it inherits from its group.
  private mutating func write(_ shape: Shape, inheriting inherited: String) {
    switch shape {
    case .circle(let center, let radius, let style):
      line(
        "<circle cx=\"\(number(center.x))\" cy=\"\(number(center.y))\" r=\"\(number(radius))\""
          + own(style, inherited) + "/>")
    case .rect(let rect, let cornerRadius, let style):
      let corner = cornerRadius > 0 ? " rx=\"\(number(cornerRadius))\"" : ""
      line("<rect" + place(rect) + corner + own(style, inherited) + "/>")
    case .path(let path, let style):
      line("<path d=\"\(data(path))\"" + own(style, inherited) + "/>")
    case .text(let text): write(text)
    case .image(let image): write(image)
    case .group(let group): write(group)
    }
  }

  private mutating func write(_ group: GroupShape) {
    let shared = commonAttributes(group.children)
    let name = group.name.map { " data-mark=\"\($0.htmlEscaped)\"" } ?? ""
    let opacity = group.opacity < 1 ? " opacity=\"\(number(group.opacity))\"" : ""
    if let clip = group.clip {
      let box = [clip.x, clip.y, clip.width, clip.height].map(number).joined(separator: " ")
      line("<svg" + place(clip) + " viewBox=\"\(box)\" overflow=\"hidden\">")
    }
    line("<g" + name + opacity + shared + ">")
    depth += 1
    for child in group.children { write(child, inheriting: shared) }
    depth -= 1
    line("</g>")
    if group.clip != nil { line("</svg>") }
  }

  /// The attributes that all of `shapes` share, to write them once; empty unless all are equal.
  private mutating func commonAttributes(_ shapes: [Shape]) -> String {
    guard shapes.count > 1, let style = shapes[0].style,
      shapes.allSatisfy({ $0.style == style })
    else { return "" }
    return attributes(style)
  }

  private mutating func own(_ style: Style, _ inherited: String) -> String {
    let text = attributes(style)
    return text == inherited ? "" : text
  }

  private mutating func attributes(_ style: Style) -> String {
    let classes = [
      style.fill.flatMap { theme.className(for: $0, on: .fill) },
      style.stroke.flatMap { theme.className(for: $0, on: .stroke) },
    ].compactMap { $0 }
    var text = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
    text += paint("fill", style.fill) ?? " fill=\"none\""
    if let stroke = style.stroke {
      text += paint("stroke", stroke) ?? ""
      if style.strokeWidth != 1 { text += " stroke-width=\"\(number(style.strokeWidth))\"" }
      if !style.dash.isEmpty {
        text += " stroke-dasharray=\"\(style.dash.map(number).joined(separator: " "))\""
      }
      if style.isRound { text += " stroke-linecap=\"round\" stroke-linejoin=\"round\"" }
    }
    if style.isCrisp { text += " shape-rendering=\"crispEdges\"" }
    if style.opacity < 1 { text += " opacity=\"\(number(style.opacity))\"" }
    return text
  }

  private func paint(_ name: String, _ color: Color?) -> String? {
    guard let color else { return nil }
    let text = " \(name)=\"\(ThemeRules.hex(color.light))\""
    return color.opacity < 1 ? text + " \(name)-opacity=\"\(number(color.opacity))\"" : text
  }

  // MARK: Text

  private mutating func write(_ text: TextShape) {
    guard !text.label.isEmpty else { return }
    if let ground = text.halo { write(box: text.box, rotated: text, color: ground) }
    var head = "<text"
    if let name = theme.className(for: text.color, on: .fill) { head += " class=\"\(name)\"" }
    head += " x=\"\(number(text.position.x))\" y=\"\(number(text.position.y))\""
    head += " font-size=\"\(number(text.fontSize))\""
    if text.isBold { head += " font-weight=\"bold\"" }
    switch text.anchor {
    case .start: break
    case .middle: head += " text-anchor=\"middle\""
    case .end: head += " text-anchor=\"end\""
    }
    head += paint("fill", text.color) ?? ""
    // Otherwise spaces at the ends of a text run are lost.
    if text.label.runs.count > 1 { head += " xml:space=\"preserve\"" }
    line(head + turn(text) + ">" + spans(text.label, fontSize: text.fontSize) + "</text>")
  }

  private func turn(_ text: TextShape) -> String {
    guard text.rotation != 0 else { return "" }
    let turn = [text.rotation, text.position.x, text.position.y].map(number)
    return " transform=\"rotate(\(turn.joined(separator: " ")))\""
  }

  /// The ground behind a label, so that lines do not show between its words.
  private mutating func write(box: Rect, rotated text: TextShape, color: Color) {
    let name = theme.className(for: color, on: .fill).map { " class=\"\($0)\"" } ?? ""
    let fill = paint("fill", color) ?? ""
    line("<rect" + name + place(box) + " rx=\"2\"" + fill + " opacity=\"0.85\"" + turn(text) + "/>")
  }

  private func spans(_ label: Label, fontSize: Double) -> String {
    var result = ""
    var shift = 0.0
    for run in label.runs where !run.text.isEmpty {
      let target: Double
      switch run.level {
      case .base: target = 0
      case .subscripted: target = fontSize * FontMetrics.subscriptDrop
      case .superscripted: target = -fontSize * FontMetrics.superscriptRise
      }
      let text = run.text.htmlEscaped
      let style = run.isItalic ? " font-style=\"italic\"" : ""
      if run.level == .base, shift == 0 {
        result += style.isEmpty ? text : "<tspan\(style)>\(text)</tspan>"
      } else {
        let size =
          run.level == .base
          ? "" : " font-size=\"\(number(FontMetrics.scriptSize(of: fontSize)))\""
        result += "<tspan dy=\"\(number(target - shift))\"\(size)\(style)>\(text)</tspan>"
      }
      shift = target
    }
    return result
  }

  // MARK: Images

  private mutating func write(_ image: ImageShape) {
    guard let light = PNGFile.encoded(image.light) else { return }
    let dark = image.dark.flatMap { PNGFile.encoded($0) }
    let head = "<image" + place(image.rect) + " preserveAspectRatio=\"none\""
    let rendering = " image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\""
    let lightClass = dark == nil ? "" : " class=\"by-day\""
    line(head + lightClass + rendering + " href=\"\(Base64.dataURI(png: light))\"/>")
    if let dark {
      theme.hasImages = true
      line(
        head + " class=\"by-night\" display=\"none\"" + rendering
          + " href=\"\(Base64.dataURI(png: dark))\"/>")
    }
  }

  // MARK: Numbers

  private func number(_ value: Double) -> String { NumberText.fixed(value) }

  private func place(_ rect: Rect) -> String {
    " x=\"\(number(rect.x))\" y=\"\(number(rect.y))\""
      + " width=\"\(number(rect.width))\" height=\"\(number(rect.height))\""
  }

  private func data(_ path: Path) -> String {
    path.pieces.map { piece in
      switch piece {
      case .move(let p): "M\(number(p.x)) \(number(p.y))"
      case .line(let p): "L\(number(p.x)) \(number(p.y))"
      case .quadratic(let c, let p):
        "Q\(number(c.x)) \(number(c.y)) \(number(p.x)) \(number(p.y))"
      case .close: "Z"
      }
    }.joined()
  }
}

extension Shape {
  fileprivate var style: Style? {
    switch self {
    case .circle(_, _, let style), .rect(_, _, let style), .path(_, let style): style
    case .text, .image, .group: nil
    }
  }
}
