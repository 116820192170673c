/// The margins of a plot around its plotting area.
struct PlotLayout {
  var margins: Edges
  /// The title and the subtitle in lines that have room.
  var titles: PlotTitles
  var xTicks: [Tick]
  var yTicks: [Tick]
  /// Whether labels of the horizontal axis are tilted because they are too wide.
  var isTilted: Bool
  var legend: Legend
  /// The room that the legend takes outside the plotting area.
  var legendRoom: Edges
}

extension Plot {
  /// Everything around the plotting area in a drawing of `size`. Made once for each drawing, and
  /// handed to all that draws.
  func layout(in size: Size) -> PlotLayout {
    let legend = Legend(
      scale: ResolvedColorScale(colorScale, data: colorData()), label: colorScale.label,
      place: colorScale.legend, ticks: colorScale.ticks)
    let legendRoom = legend.room(in: size)
    let yTicks = yAxis.ticks.resolved(
      kind: yAxis.scale, domain: domain(.y), count: max(wholeNumber(size.height / 54, limit: 40), 2)
    )
    let left = AxisRoom.left(yAxis, ticks: yTicks)
    let width = max(size.width - left - legendRoom.right, 20)
    let xTicks = xAxis.ticks.resolved(
      kind: xAxis.scale, domain: domain(.x), count: max(wholeNumber(width / 60, limit: 40), 3))
    let isTilted = needsTilt(xTicks, width: width)
    let bottom = AxisRoom.bottom(xAxis, ticks: xTicks, isTilted: isTilted)
    let titles = PlotTitles(of: self, width: titleWidth ?? size.width - left, isSmall: width < PlotTitles.smallWidth)
    return PlotLayout(
      margins: Edges(
        top: room(of: titles) + legendRoom.top + reserve.top,
        right: max(overhang(xTicks), reserve.right) + legendRoom.right,
        bottom: bottom + legendRoom.bottom + reserve.bottom, left: left + reserve.left),
      titles: titles, xTicks: xTicks, yTicks: yTicks, isTilted: isTilted, legend: legend,
      legendRoom: legendRoom)
  }

  private func room(of titles: PlotTitles) -> Double {
    let tickHalf = yAxis.isHidden ? 0 : 6.0
    return titles.height > 0 ? titles.height + 10 : tickHalf
  }

  /// The last label of the axis may extend beyond it by half its width.
  private func overhang(_ ticks: [Tick]) -> Double {
    guard !xAxis.isHidden, case .numbers = domain(.x), let last = ticks.last?.label else {
      return 0
    }
    return min(FontMetrics.width(last, fontSize: Typography.tick) / 2, 24)
  }

  private func needsTilt(_ ticks: [Tick], width: Double) -> Bool {
    guard !xAxis.isHidden, case .categories(let names) = domain(.x), !names.isEmpty else {
      return false
    }
    return AxisRoom.widest(ticks.compactMap(\.label)) > width / Double(names.count) - 4
  }
}
