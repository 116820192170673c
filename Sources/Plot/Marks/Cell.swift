/// A rectangle for each pair of categories (or whole numbers) `x` and `y`, filled by value.
public struct Cell: Mark {
  public var name: String { "cell" }
  public var channels: Channels
  /// The gap around each cell, in pixels.
  public var gap: Double

  public init(
    x: any Channel, y: any Channel, fill: any Channel, stroke: (any Channel)? = nil,
    gap: Double = 1
  ) {
    channels = Channels([.x: x, .y: y, .fill: fill, .stroke: stroke])
    self.gap = gap
  }

  public func extraDomain(_ axis: Channels.Name) -> [Datum] {
    // A cell at whole number k covers k − ½ … k + ½.
    (channels[axis]?.all ?? []).compactMap(\.number).flatMap {
      [($0 - 0.5).datum, ($0 + 0.5).datum]
    }
  }

  public func shapes(in frame: Frame) throws(PlotError) -> [Shape] {
    let width = max(frame.x.bandwidth - gap, 0.5)
    let height = max(frame.y.bandwidth - gap, 0.5)
    return try frame.items(of: self).compactMap { item in
      guard let p = item.point else { return nil }
      let rect = Rect(x: p.x - width / 2, y: p.y - height / 2, width: width, height: height)
      return .rect(rect, cornerRadius: 0, Style(fill: item.fill, stroke: item.stroke))
    }
  }
}
