/// A drawing that keeps its proportions in a rectangle with others, so that squares stay squares.
public struct Proportional: Drawing {
  public var content: any Drawing

  public init(_ content: any Drawing) { self.content = content }

  public var preferredSize: Size { content.preferredSize }
  public var heading: String? { content.heading }
  public var summary: String { content.summary }

  public func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape] {
    let own = content.preferredSize
    let scale = min(rect.width / max(own.width, 1), rect.height / max(own.height, 1))
    let (width, height) = (own.width * scale, own.height * scale)
    let inner = Rect(
      x: rect.x + (rect.width - width) / 2, y: rect.y + (rect.height - height) / 2, width: width,
      height: height)
    return try content.shapes(in: inner, margins: nil, limits: limits)
  }
}
