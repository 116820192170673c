/// The axes of a plot as shapes.
struct AxisShapes {
  let rect: Rect
  let x: PositionScale
  let y: PositionScale
  let xAxis: Axis
  let yAxis: Axis
  let xTicks: [Tick]
  let yTicks: [Tick]
  let isTilted: Bool
  /// How far the label of the vertical axis is moved left, to stand above those of the panels below.
  var gutter = 0.0

  private static let line = Style(stroke: .faint, strokeWidth: 1)
  private static let gridLine = Style(stroke: .grid, strokeWidth: 1)

  /// Grid lines, to draw below the marks.
  var grid: [Shape] {
    let upright =
      !xAxis.hasGrid
      ? []
      : places(labelled(xTicks), on: x).map { place, _ in
        Shape.path(
          Path(through: [Point(place, rect.maxY), Point(place, rect.y)]), Self.gridLine)
      }
    let level =
      !yAxis.hasGrid
      ? []
      : places(labelled(yTicks), on: y).map { place, _ in
        Shape.path(
          Path(through: [Point(rect.x, place), Point(rect.maxX, place)]), Self.gridLine)
      }
    return upright + level
  }

  private func labelled(_ ticks: [Tick]) -> [Tick] { ticks.filter { $0.label != nil } }

  /// Axis lines, ticks and labels.
  var shapes: [Shape] {
    (xAxis.isHidden ? [] : bottom) + (yAxis.isHidden ? [] : left) + titles
  }

  private var bottom: [Shape] {
    var shapes: [Shape] = []
    if xAxis.hasLine {
      shapes.append(
        .path(
          Path(through: [Point(rect.x, rect.maxY), Point(rect.maxX, rect.maxY)]), Self.line))
    }
    let isCategorical = if case .categories = x.domain { true } else { false }
    var lastEnd = -Double.infinity
    for (place, tick) in places(xTicks, on: x).sorted(by: { $0.0 < $1.0 }) {
      if !isCategorical, xAxis.hasLine {
        let length = tick.label == nil ? 2.5 : Typography.tickLength
        shapes.append(
          .path(
            Path(through: [Point(place, rect.maxY), Point(place, rect.maxY + length)]), Self.line))
      }
      guard let label = tick.label else { continue }
      let half = FontMetrics.width(label, fontSize: Typography.tick) / 2
      // Labels that would overlap their neighbour are left out.
      guard isTilted || place - half >= lastEnd + 3 else { continue }
      lastEnd = place + half
      shapes.append(.text(bottomText(label, at: place)))
    }
    return shapes
  }

  private func bottomText(_ label: Label, at place: Double) -> TextShape {
    let top = rect.maxY + Typography.tickLength + Typography.tickGap
    let baseline = top + Typography.tick * FontMetrics.capHeight
    return isTilted
      ? TextShape(
        label, at: Point(place + 3, top + 4), anchor: .end, fontSize: Typography.tick,
        color: .muted, rotation: -40)
      : TextShape(
        label, at: Point(place, baseline), anchor: .middle, fontSize: Typography.tick,
        color: .muted)
  }

  private var left: [Shape] {
    var shapes: [Shape] = []
    if yAxis.hasLine {
      shapes.append(
        .path(Path(through: [Point(rect.x, rect.maxY), Point(rect.x, rect.y)]), Self.line))
    }
    let isCategorical = if case .categories = y.domain { true } else { false }
    var taken = Double.infinity
    for (place, tick) in places(yTicks, on: y).sorted(by: { $0.0 > $1.0 }) {
      if !isCategorical, yAxis.hasLine {
        let length = tick.label == nil ? 2.5 : Typography.tickLength
        shapes.append(
          .path(Path(through: [Point(rect.x - length, place), Point(rect.x, place)]), Self.line))
      }
      guard let label = tick.label, taken - place >= Typography.tick * 1.05 else { continue }
      taken = place
      let baseline = place + Typography.tick * FontMetrics.middleShift
      shapes.append(
        .text(
          TextShape(
            label, at: Point(rect.x - Typography.tickLength - Typography.tickGap, baseline),
            anchor: .end, fontSize: Typography.tick, color: .muted)))
    }
    return shapes
  }

  private var titles: [Shape] {
    var shapes: [Shape] = []
    if let label = xAxis.label {
      let depth = xAxis.isHidden ? 0 : AxisRoom.bottomTicks(xTicks, isTilted: isTilted)
      let baseline = rect.maxY + depth + 6 + Typography.axisLabel * FontMetrics.capHeight
      shapes.append(
        .text(
          TextShape(
            label, at: Point(rect.midX, baseline), anchor: .middle,
            fontSize: Typography.axisLabel)))
    }
    if let label = yAxis.label {
      let depth = yAxis.isHidden ? 0 : AxisRoom.leftTicks(yTicks)
      shapes.append(
        .text(
          TextShape(
            label, at: Point(rect.x - depth - 9 - gutter, rect.midY), anchor: .middle,
            fontSize: Typography.axisLabel, rotation: -90)))
    }
    return shapes
  }

  private func places(_ ticks: [Tick], on scale: PositionScale) -> [(Double, Tick)] {
    let low = min(scale.start, scale.end) - 0.5
    let high = max(scale.start, scale.end) + 0.5
    return ticks.compactMap { tick in
      guard let place = scale.position(tick.datum), place >= low, place <= high else { return nil }
      return (place, tick)
    }
  }
}

/// The space that axes need outside the plotting area, in pixels.
enum AxisRoom {
  static func bottomTicks(_ ticks: [Tick], isTilted: Bool) -> Double {
    let labels = ticks.compactMap(\.label)
    guard !labels.isEmpty else { return ticks.isEmpty ? 0 : Typography.tickLength }
    let height =
      isTilted ? widest(labels) * 0.643 + Typography.tick * 0.7 : Typography.tick * 0.95
    return Typography.tickLength + Typography.tickGap + height
  }

  static func leftTicks(_ ticks: [Tick]) -> Double {
    let labels = ticks.compactMap(\.label)
    guard !labels.isEmpty else { return ticks.isEmpty ? 0 : Typography.tickLength }
    return Typography.tickLength + Typography.tickGap + widest(labels)
  }

  static func bottom(_ axis: Axis, ticks: [Tick], isTilted: Bool) -> Double {
    (axis.isHidden ? 0 : bottomTicks(ticks, isTilted: isTilted))
      + (axis.label == nil ? 0 : 6 + Typography.axisLabel * 1.1)
  }

  static func left(_ axis: Axis, ticks: [Tick]) -> Double {
    (axis.isHidden ? 0 : leftTicks(ticks))
      + (axis.label == nil ? 0 : 9 + Typography.axisLabel * 0.9)
  }

  static func widest(_ labels: [Label], fontSize: Double = Typography.tick) -> Double {
    labels.map { FontMetrics.width($0, fontSize: fontSize) }.max() ?? 0
  }
}
