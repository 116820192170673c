/// Marks on shared scales.
///
///     Plot {
///       Line(x: steps, y: losses)
///       Rule(y: 0)
///     }
///     .y(.log, label: "loss")
///
/// A plot is a value: every method returns a changed copy. A notebook shows it as a figure.
public struct Plot: Drawing {
  public var marks: [any Mark]
  public var xAxis = Axis()
  public var yAxis = Axis()
  public var colorScale = ColorScale()
  public var title: Label?
  public var subtitle: Label?
  public var preferredSize = Size(560, 340)
  /// Whether both axes have the same scale.
  public var isEqualAspect = false
  /// The colour of the plotting area; `nil` is transparent.
  public var background: Color?
  /// The radius of the largest value of a `radius` channel, in pixels.
  public var largestRadius = 9.0
  /// Empty margin around the axes for extra text, in pixels.
  public var reserve = Edges()
  /// Domains shared with other panels, set by `Panels`.
  var shared = SharedDomains()
  /// The room for a line of the title from the axis on, in pixels, set by `Panels`; `nil` up to the plot's end.
  var titleWidth: Double?

  public init(@MarkBuilder marks: () throws -> [any Mark]) rethrows {
    self.marks = try marks()
  }

  public init(marks: [any Mark]) { self.marks = marks }
}

/// Domains over several plots; `nil` if a plot keeps its own domain.
struct SharedDomains: Sendable, Hashable {
  var x: Domain?
  var y: Domain?
  var color: [Datum]?
}

extension Plot {
  /// The horizontal scale and axis. Omitted arguments keep their defaults.
  public func x(
    _ scale: ScaleKind = .automatic, domain: ClosedRange<Double>? = nil,
    categories: [String]? = nil, label: Label? = nil, ticks: Ticks = .automatic,
    grid: Bool = false, reversed: Bool = false, hidden: Bool = false, line: Bool = true
  ) -> Plot {
    var copy = self
    copy.xAxis = Axis(
      scale, domain, categories, label, ticks, grid: grid, reversed: reversed, hidden: hidden,
      line: line)
    return copy
  }

  /// The vertical scale and axis. Omitted arguments keep their defaults.
  public func y(
    _ scale: ScaleKind = .automatic, domain: ClosedRange<Double>? = nil,
    categories: [String]? = nil, label: Label? = nil, ticks: Ticks = .automatic,
    grid: Bool = false, reversed: Bool = false, hidden: Bool = false, line: Bool = true
  ) -> Plot {
    var copy = self
    copy.yAxis = Axis(
      scale, domain, categories, label, ticks, grid: grid, reversed: reversed, hidden: hidden,
      line: line)
    return copy
  }

  /// The colour scale that `fill` and `stroke` share, and its legend.
  public func color(
    _ kind: ColorScale.Kind = .automatic, domain: ClosedRange<Double>? = nil,
    categories: [String]? = nil, log isLog: Bool = false, label: Label? = nil,
    legend: LegendPlace = .automatic, ticks: Ticks = .automatic
  ) -> Plot {
    var copy = self
    copy.colorScale = ColorScale()
    copy.colorScale.kind = kind
    copy.colorScale.domain = domain
    copy.colorScale.categories = categories
    copy.colorScale.isLog = isLog
    copy.colorScale.label = label
    copy.colorScale.legend = legend
    copy.colorScale.ticks = ticks
    return copy
  }

  public func title(_ title: Label?, subtitle: Label? = nil) -> Plot {
    var copy = self
    copy.title = title
    copy.subtitle = subtitle
    return copy
  }

  /// The size of the plot with its axes, in pixels.
  public func size(_ width: Double, _ height: Double) -> Plot {
    var copy = self
    copy.preferredSize = Size(width, height)
    return copy
  }

  /// Gives both axes the same scale.
  public func equalAspect(_ isEqual: Bool = true) -> Plot {
    var copy = self
    copy.isEqualAspect = isEqual
    return copy
  }

  /// The colour of the plotting area.
  public func background(_ color: Color?) -> Plot {
    var copy = self
    copy.background = color
    return copy
  }

  /// An empty margin around the axes, in pixels, for text outside the plotting area.
  public func reserving(
    top: Double = 0, right: Double = 0, bottom: Double = 0, left: Double = 0
  ) -> Plot {
    var copy = self
    copy.reserve = Edges(top: top, right: right, bottom: bottom, left: left)
    return copy
  }

  /// Hides the lines, ticks and labels of both axes.
  public func withoutAxes() -> Plot {
    var copy = self
    copy.xAxis.isHidden = true
    copy.yAxis.isHidden = true
    return copy
  }

  /// The radius of the largest value of a `radius` channel, in pixels.
  public func radius(largest: Double) -> Plot {
    var copy = self
    copy.largestRadius = largest
    return copy
  }

  /// The plot with additional marks on top.
  public func adding(@MarkBuilder marks: () throws -> [any Mark]) rethrows -> Plot {
    var copy = self
    copy.marks += try marks()
    return copy
  }
}

extension Axis {
  fileprivate init(
    _ scale: ScaleKind, _ domain: ClosedRange<Double>?, _ categories: [String]?, _ label: Label?,
    _ ticks: Ticks, grid: Bool, reversed: Bool, hidden: Bool, line: Bool
  ) {
    self.init()
    self.scale = scale
    self.domain = domain
    self.categories = categories
    self.label = label
    self.ticks = ticks
    hasGrid = grid
    isReversed = reversed
    isHidden = hidden
    hasLine = line
  }
}
