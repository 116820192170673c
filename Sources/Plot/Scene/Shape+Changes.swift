extension Shape {
  /// The shape `dx` pixels to the right and `dy` down.
  func moved(dx: Double, dy: Double) -> Shape {
    func move(_ p: Point) -> Point { Point(p.x + dx, p.y + dy) }
    func move(_ r: Rect) -> Rect {
      Rect(x: r.x + dx, y: r.y + dy, width: r.width, height: r.height)
    }
    switch self {
    case .circle(let center, let radius, let style):
      return .circle(center: move(center), radius: radius, style)
    case .rect(let rect, let corner, let style):
      return .rect(move(rect), cornerRadius: corner, style)
    case .path(let path, let style):
      return .path(Path(path.pieces.map { $0.mapped(move) }), style)
    case .text(var text):
      text.position = move(text.position)
      return .text(text)
    case .image(var image):
      image.rect = move(image.rect)
      return .image(image)
    case .group(var group):
      group.children = group.children.map { $0.moved(dx: dx, dy: dy) }
      group.clip = group.clip.map(move)
      group.bounds = group.bounds.map(move)
      return .group(group)
    }
  }

  /// Whether some colour differs on dark pages.
  var isAdaptive: Bool {
    func differs(_ color: Color?) -> Bool { color.map { $0.light != $0.dark } ?? false }
    switch self {
    case .circle(_, _, let style), .rect(_, _, let style), .path(_, let style):
      return differs(style.fill) || differs(style.stroke)
    case .text(let text): return differs(text.color) || differs(text.halo)
    case .image(let image): return image.dark != nil
    case .group(let group): return group.children.contains { $0.isAdaptive }
    }
  }

  /// The shape as dark pages show it, its dark colours in place of its light ones.
  var darkened: Shape {
    func dark(_ color: Color?) -> Color? { color.map { Color($0.dark, opacity: $0.opacity) } }
    func dark(_ style: Style) -> Style {
      var copy = style
      copy.fill = dark(style.fill)
      copy.stroke = dark(style.stroke)
      return copy
    }
    switch self {
    case .circle(let center, let radius, let style):
      return .circle(center: center, radius: radius, dark(style))
    case .rect(let rect, let corner, let style):
      return .rect(rect, cornerRadius: corner, dark(style))
    case .path(let path, let style): return .path(path, dark(style))
    case .text(var text):
      text.color = Color(text.color.dark, opacity: text.color.opacity)
      text.halo = dark(text.halo)
      return .text(text)
    case .image(var image):
      image.light = image.dark ?? image.light
      image.dark = nil
      return .image(image)
    case .group(var group):
      group.children = group.children.map(\.darkened)
      return .group(group)
    }
  }
}

extension Path.Piece {
  fileprivate func mapped(_ transform: (Point) -> Point) -> Path.Piece {
    switch self {
    case .move(let p): .move(transform(p))
    case .line(let p): .line(transform(p))
    case .quadratic(let c, let p): .quadratic(control: transform(c), to: transform(p))
    case .close: .close
    }
  }
}
