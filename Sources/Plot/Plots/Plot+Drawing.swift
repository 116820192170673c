extension Plot {
  public func margins(in size: Size, limits: Limits) throws(PlotError) -> Edges {
    layout(in: size).margins
  }

  public func shapes(in rect: Rect, margins: Edges?, limits: Limits) throws(PlotError) -> [Shape] {
    let layout = layout(in: rect.size)
    let inner = aspectCorrected(rect.inset(margins ?? layout.margins))
    let frame = frame(in: inner, limits: limits)
    var axes = axes(in: inner, frame: frame, layout: layout)
    axes.gutter = max((margins?.left ?? 0) - layout.margins.left, 0)
    var shapes: [Shape] = []
    if let background {
      shapes.append(.rect(inner, cornerRadius: 0, Style(fill: background)))
    }
    shapes += axes.grid
    shapes += try markShapes(in: frame)
    shapes += axes.shapes
    if isEmpty { shapes.append(noData(in: inner)) }
    let below = AxisRoom.bottom(xAxis, ticks: layout.xTicks, isTilted: layout.isTilted)
    shapes += layout.titles.shapes(above: inner, baseline: inner.y - 8 - layout.legendRoom.top)
    shapes += layout.legend.shapes(
      frame: inner, outer: rect, top: inner.y - 2 - layout.legendRoom.top,
      bottom: inner.maxY + below)
    return shapes
  }

  private func markShapes(in frame: Frame) throws(PlotError) -> [Shape] {
    var groups: [Shape] = []
    let leavesOut = leavesValuesOut
    var frame = frame
    if marks.contains(where: { $0 is Rule && $0.channels[.text] != nil }) {
      frame.obstacles = try Obstacles(of: marks, in: frame)
    }
    for mark in marks {
      let shapes = try mark.shapes(in: frame)
      guard !shapes.isEmpty else { continue }
      let clip = leavesOut && mark.isClipped ? frame.rect : nil
      groups.append(
        .group(GroupShape(shapes, name: mark.name, clip: clip, bounds: frame.rect)))
    }
    return groups
  }

  /// Marks are clipped at the edge only if a given domain excludes some values.
  private var leavesValuesOut: Bool {
    func leavesOut(_ name: Channels.Name, _ axis: Axis) -> Bool {
      guard let given = axis.domain, case .numbers(let low, let high) = dataDomain(name) else {
        return false
      }
      return low < given.lowerBound || high > given.upperBound
    }
    return leavesOut(.x, xAxis) || leavesOut(.y, yAxis)
  }

  private func frame(in rect: Rect, limits: Limits) -> Frame {
    let room = min(marks.map(\.inset).max() ?? 0, rect.width / 8, rect.height / 8)
    func inset(_ axis: Axis) -> Double { axis.domain == nil ? room : 0 }
    let (left, right) = (rect.x + inset(xAxis), rect.maxX - inset(xAxis))
    let (bottom, top) = (rect.maxY - inset(yAxis), rect.y + inset(yAxis))
    return Frame(
      rect: rect,
      x: scale(.x, start: xAxis.isReversed ? right : left, end: xAxis.isReversed ? left : right),
      y: scale(.y, start: upward(bottom, top).0, end: upward(bottom, top).1),
      color: ResolvedColorScale(colorScale, data: colorData()),
      radius: RadiusScale(largest: largestRadiusValue, reach: largestRadius), limits: limits)
  }

  /// Numbers increase upwards; categories start at the top.
  private func upward(_ bottom: Double, _ top: Double) -> (Double, Double) {
    let isCategorical = if case .categories = domain(.y) { true } else { false }
    return yAxis.isReversed != isCategorical ? (top, bottom) : (bottom, top)
  }

  private func scale(_ name: Channels.Name, start: Double, end: Double) -> PositionScale {
    let kind = name == .x ? xAxis.scale : yAxis.scale
    return PositionScale(kind: kind, domain: domain(name), start: start, end: end)
  }

  private var largestRadiusValue: Double {
    marks.flatMap { mark -> [Double] in
      guard case .values(let values) = mark.channels[.radius] else { return [] }
      return values.compactMap(\.number)
    }.max() ?? 0
  }

  private func aspectCorrected(_ rect: Rect) -> Rect {
    guard isEqualAspect, case .numbers(let x0, let x1) = domain(.x),
      case .numbers(let y0, let y1) = domain(.y)
    else { return rect }
    let (spanX, spanY) = (x1 - x0, y1 - y0)
    guard spanX > 0, spanY > 0, spanX.isFinite, spanY.isFinite else { return rect }
    let unit = min(rect.width / spanX, rect.height / spanY)
    guard unit > 0, unit.isFinite else { return rect }
    let (width, height) = (max(spanX * unit, 1), max(spanY * unit, 1))
    return Rect(
      x: rect.x + (rect.width - width) / 2, y: rect.y + (rect.height - height) / 2,
      width: width, height: height)
  }

  private func axes(in rect: Rect, frame: Frame, layout: PlotLayout) -> AxisShapes {
    AxisShapes(
      rect: rect, x: frame.x, y: frame.y, xAxis: xAxis, yAxis: yAxis, xTicks: layout.xTicks,
      yTicks: layout.yTicks, isTilted: layout.isTilted)
  }

  private func noData(in rect: Rect) -> Shape {
    .text(
      TextShape(
        "no data", at: Point(rect.midX, rect.midY), anchor: .middle, fontSize: 12,
        color: .muted))
  }
}
