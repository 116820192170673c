extension Figure {
  /// The figure as the text of an SVG document, at most `limits.bytes` long where that is
  /// possible. The same data give the same text.
  public func svg() throws -> String { try svg(size: nil) }

  /// The figure as a PNG with `scale` pixels per pixel of the figure.
  public func png(scale: Double = 2) throws -> [UInt8] { try png(size: nil, scale: scale) }

  /// The figure as a page of PDF.
  public func pdf() throws -> [UInt8] { try pdf(size: nil) }

  func svg(size: Size?) throws -> String {
    let scene = try scene(size: size)
    let text = try document(scene, limits: limits)
    guard text.utf8.count > limits.bytes else { return text }
    // Too large: draw again with every layer of more than 200 shapes as an image, and if that
    // is not enough, with everything as one.
    var tighter = limits
    tighter.shapesPerLayer = min(limits.shapesPerLayer, 200)
    let smaller = try document(scene, limits: tighter)
    guard smaller.utf8.count > limits.bytes else { return smaller }
    let page = Rect(x: 0, y: 0, width: scene.size.width, height: scene.size.height)
    let whole = Scene(
      shapes: [.group(GroupShape(scene.shapes, bounds: page))], size: scene.size)
    tighter.shapesPerLayer = 0
    return try document(whole, limits: tighter)
  }

  func png(size: Size?, scale: Double) throws -> [UInt8] {
    try png(of: try svg(size: size), size: size ?? preferredSize, scale: scale)
  }

  /// `svg` in pixels, with resolution and provenance in its chunks.
  func png(of svg: String, size: Size, scale: Double) throws -> [UInt8] {
    let png = try Renderer.png(svg: svg, size: size, scale: scale)
    let sized = PNGText.settingResolution(dpi: 96 * scale, in: png)
    guard let provenance else { return sized }
    return PNGText.adding(try provenance.json, keyword: Provenance.keyword, to: sized)
  }

  func pdf(size: Size?) throws -> [UInt8] {
    try Renderer.pdf(
      svg: try svg(size: size), size: size ?? preferredSize, title: accessibleTitle,
      keywords: try provenance?.pdfKeywords())
  }

  private func document(_ scene: Scene, limits: Limits) throws -> String {
    let shapes = try DenseLayers.flattened(scene.shapes, limit: limits.shapesPerLayer)
    return SVGWriter.document(
      shapes, size: scene.size, title: accessibleTitle, description: accessibleDescription,
      metadata: try provenance?.json)
  }
}
