/// Something that fills a rectangle of the page: a plot, or panels of plots.
///
/// A new drawing needs ``preferredSize`` and ``shapes(in:margins:limits:)``; it should have a
/// ``summary``, for readers who cannot see it.
public protocol Drawing: Sendable {
  /// The default size, in pixels.
  var preferredSize: Size { get }
  /// The room it needs around its plotting area in a rectangle of `size`; none unless implemented.
  func margins(in size: Size, limits: Limits) throws(PlotError) -> Edges
  /// The drawing inside `rect`; `margins`, where given, replace its own so that neighbours align.
  func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape]
  /// The drawing arranged for a page of `width` pixels: panels that do not fit in one row continue in
  /// the next. The drawing itself unless implemented.
  func fitted(to width: Double) -> any Drawing
  /// The drawing's title as plain text: the name of a figure without one, and an entry in the summary
  /// of panels. `nil` unless implemented.
  var heading: String? { get }
  /// What the drawing shows, in a sentence for screen readers and front ends without pictures.
  /// "A drawing." unless implemented.
  var summary: String { get }
}

extension Drawing {
  public func margins(in size: Size, limits: Limits) throws(PlotError) -> Edges { Edges() }
  public func fitted(to width: Double) -> any Drawing { self }
  public var heading: String? { nil }
  public var summary: String { "A drawing." }
}
