/// Converts groups of very many shapes to images, so that figure files stay small.
enum DenseLayers {
  /// Pixels of such an image for each pixel of the page.
  private static let density = 2.0

  /// `shapes` with every mark of more than `limit` shapes as one image.
  static func flattened(_ shapes: [Shape], limit: Int) throws(PlotError) -> [Shape] {
    var result: [Shape] = []
    for shape in shapes {
      guard case .group(var group) = shape else {
        result.append(shape)
        continue
      }
      if let bounds = group.bounds, group.children.paintCount > limit {
        group.children = [.image(try image(of: group.children, bounds: bounds))]
      } else {
        group.children = try flattened(group.children, limit: limit)
      }
      result.append(.group(group))
    }
    return result
  }

  private static func image(of shapes: [Shape], bounds: Rect) throws(PlotError) -> ImageShape {
    // Marks near the edge extend slightly beyond it.
    let room = 12.0
    let rect = Rect(
      x: bounds.x - room, y: bounds.y - room, width: bounds.width + 2 * room,
      height: bounds.height + 2 * room)
    let isAdaptive = shapes.contains { $0.isAdaptive }
    return ImageShape(
      rect: rect, light: try bitmap(of: shapes, in: rect),
      dark: isAdaptive ? try bitmap(of: shapes.map(\.darkened), in: rect) : nil)
  }

  private static func bitmap(of shapes: [Shape], in rect: Rect) throws(PlotError) -> Bitmap {
    let moved = shapes.map { $0.moved(dx: -rect.x, dy: -rect.y) }
    let svg = SVGWriter.document(
      moved, size: rect.size, title: "", description: "", metadata: nil)
    return try Renderer.bitmap(svg: svg, size: rect.size, scale: density)
  }
}
