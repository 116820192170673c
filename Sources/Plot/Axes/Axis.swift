/// The settings of one axis of a plot: its scale and its appearance.
public struct Axis: Sendable, Hashable {
  public var scale: ScaleKind = .automatic
  /// The ends of the axis; taken from the data when `nil`.
  public var domain: ClosedRange<Double>?
  /// The categories in order; taken from the data when `nil`.
  public var categories: [String]?
  public var label: Label?
  public var ticks: Ticks = .automatic
  public var hasGrid = false
  /// Whether values increase leftwards or downwards.
  public var isReversed = false
  public var isHidden = false
  /// Whether the axis line is drawn. Ticks and labels are drawn in any case.
  public var hasLine = true

  public init() {}
}

/// Sizes shared by axes, legends and titles, in pixels.
enum Typography {
  static let tick = 10.5
  static let axisLabel = 11.5
  static let title = 13.0
  static let subtitle = 11.0
  static let legend = 10.5
  static let tickLength = 4.0
  static let tickGap = 4.0
}
