/// Content that fills a rectangle of the page: a plot, or panels of plots.
public protocol Drawing: Sendable {
  /// The default size, in pixels.
  var preferredSize: Size { get }
  /// The margins that it needs around its plotting area in a rectangle of `size`.
  func margins(in size: Size, limits: Limits) throws(PlotError) -> Edges
  /// The drawing inside `rect`; `margins`, where given, replace its own so that neighbours align.
  func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape]
}
