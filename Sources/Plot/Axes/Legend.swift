/// The key to a plot's colours as shapes.
struct Legend {
  let scale: ResolvedColorScale
  let label: Label?
  let place: LegendPlace
  let ticks: Ticks

  private static let size = Typography.legend
  private static let swatch = 10.0
  private static let barWidth = 11.0

  /// The space that it needs beside the plotting area, in a drawing of `size`.
  func room(in size: Size) -> Edges {
    switch (scale.mapping, place) {
    case (.none, _), (_, .none): return Edges()
    case (.categories, .automatic): return Edges(top: 20 * Double(rows(width: size.width).count))
    case (.categories, .bottom):
      return Edges(bottom: 8 + 20 * Double(rows(width: size.width).count))
    case (.ramp, .automatic):
      let labels = rampTicks(length: size.height).compactMap(\.label)
      let words = max(
        AxisRoom.widest(labels, fontSize: Self.size) + 6,
        label.map { FontMetrics.width($0, fontSize: Self.size) - Self.barWidth } ?? 0)
      return Edges(right: 16 + Self.barWidth + words)
    case (.ramp, .bottom): return Edges(bottom: 44)
    }
  }

  /// The legend around the plotting area `frame`; swatches start at the left of `outer`.
  func shapes(frame: Rect, outer: Rect, top: Double, bottom: Double) -> [Shape] {
    switch (scale.mapping, place) {
    case (.none, _), (_, .none): return []
    case (.categories, .automatic): return swatches(at: Point(frame.x, top), width: outer.width)
    case (.categories, .bottom):
      return swatches(at: Point(frame.x, bottom + 8), width: outer.width)
    case (.ramp(let palette, let low, let high, let pivot), .automatic):
      let words = label == nil ? 0 : 16.0
      let height = max(min(frame.height - words, 180), 10)
      let rect = Rect(
        x: frame.maxX + 16, y: frame.y + words + (frame.height - words - height) / 2,
        width: Self.barWidth, height: height)
      return upright(rect, palette: palette, low: low, high: high, pivot: pivot)
    case (.ramp(let palette, let low, let high, let pivot), .bottom):
      let width = min(frame.width, 240)
      let rect = Rect(
        x: frame.x + (frame.width - width) / 2, y: bottom + 8, width: width,
        height: Self.barWidth)
      return level(rect, palette: palette, low: low, high: high, pivot: pivot)
    }
  }

  // MARK: Swatches

  private func entries() -> [(Label, Color)] {
    guard case .categories(let names, let colors) = scale.mapping else { return [] }
    return names.enumerated().map { (Label($0.element), colors[$0.offset % colors.count]) }
  }

  private static func width(of entry: (Label, Color)) -> Double {
    swatch + 5 + FontMetrics.width(entry.0, fontSize: size) + 16
  }

  private var labelWidth: Double {
    label.map { FontMetrics.width($0, fontSize: Self.size) + 12 } ?? 0
  }

  /// The width of all swatches in one row.
  var swatchesWidth: Double { labelWidth + entries().map(Self.width).reduce(0, +) }

  private func rows(width: Double) -> [[(Label, Color)]] {
    var rows: [[(Label, Color)]] = [[]]
    var used = labelWidth
    for entry in entries() {
      let need = Self.width(of: entry)
      if used + need > width, rows.last?.isEmpty == false {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(entry)
      used += need
    }
    return rows.filter { !$0.isEmpty }
  }

  func swatches(at origin: Point, width: Double) -> [Shape] {
    var shapes: [Shape] = []
    for (index, row) in rows(width: width).enumerated() {
      var x = origin.x
      let y = origin.y + 20 * Double(index)
      let baseline = y + Self.swatch / 2 + Self.size * FontMetrics.middleShift
      if index == 0, let label {
        shapes.append(
          .text(TextShape(label, at: Point(x, baseline), fontSize: Self.size, color: .muted)))
        x += FontMetrics.width(label, fontSize: Self.size) + 12
      }
      for (name, color) in row {
        let rect = Rect(x: x, y: y, width: Self.swatch, height: Self.swatch)
        shapes.append(.rect(rect, cornerRadius: 2, Style(fill: color)))
        x += Self.swatch + 5
        shapes.append(.text(TextShape(name, at: Point(x, baseline), fontSize: Self.size)))
        x += FontMetrics.width(name, fontSize: Self.size) + 16
      }
    }
    return shapes
  }

  // MARK: Colour bars

  private func rampTicks(length: Double) -> [Tick] {
    guard case .ramp(_, let low, let high, _) = scale.mapping else { return [] }
    let count = max(wholeNumber(min(length, 180) / 40), 2)
    let labelled = ticks.resolved(
      kind: scale.isLog ? .log : .linear, domain: .numbers(low: low, high: high), count: count
    ).filter { $0.label != nil }
    return labelled.map { bounded($0, low: low, high: high) }
  }

  /// The ends of the bar say when their colour is that of everything beyond: `≤ −1`, `≥ 1`.
  private func bounded(_ tick: Tick, low: Double, high: Double) -> Tick {
    guard let value = tick.datum.number, let label = tick.label else { return tick }
    let near = abs(high - low) * 1e-6
    if scale.exceeds.low, abs(value - low) <= near { return Tick(datum: tick.datum, label: "≤ " + label) }
    if scale.exceeds.high, abs(value - high) <= near { return Tick(datum: tick.datum, label: "≥ " + label) }
    return tick
  }

  private func upright(
    _ rect: Rect, palette: Palette, low: Double, high: Double, pivot: Double?
  ) -> [Shape] {
    var shapes = bar(rect, palette, isUpright: true, low: low, high: high, pivot: pivot) { y in
      (Point(rect.maxX + 6, y + Self.size * FontMetrics.middleShift), .start)
    }
    if let label {
      shapes.append(.text(TextShape(label, at: Point(rect.x, rect.y - 9), fontSize: Self.size)))
    }
    return shapes
  }

  private func level(
    _ rect: Rect, palette: Palette, low: Double, high: Double, pivot: Double?
  ) -> [Shape] {
    var shapes = bar(rect, palette, isUpright: false, low: low, high: high, pivot: pivot) { x in
      (Point(x, rect.maxY + 4 + Self.size * FontMetrics.capHeight), .middle)
    }
    if let label {
      let place = Point(rect.x - 8, rect.midY + Self.size * FontMetrics.middleShift)
      shapes.append(.text(TextShape(label, at: place, anchor: .end, fontSize: Self.size)))
    }
    return shapes
  }

  /// The colours from `low` to `high` with a label at each tick, which `place` puts by its position along
  /// the bar.
  private func bar(
    _ rect: Rect, _ palette: Palette, isUpright: Bool, low: Double, high: Double, pivot: Double?,
    place: (Double) -> (Point, TextShape.Anchor)
  ) -> [Shape] {
    let from = scale.fraction(low, low: low, high: high, pivot: pivot) ?? 0
    let to = scale.fraction(high, low: low, high: high, pivot: pivot) ?? 1
    let along = PositionScale(
      kind: scale.isLog ? .log : .linear, domain: .numbers(low: low, high: high),
      start: isUpright ? rect.maxY : rect.x, end: isUpright ? rect.y : rect.maxX)
    let labels = rampTicks(length: isUpright ? rect.height : rect.width).compactMap { tick -> Shape? in
      guard let text = tick.label, let position = along.position(tick.datum) else { return nil }
      let (point, anchor) = place(position)
      return .text(TextShape(text, at: point, anchor: anchor, fontSize: Self.size, color: .muted))
    }
    return ColorBar.slices(rect, palette, isUpright: isUpright, from: from, to: to) + labels
  }
}
