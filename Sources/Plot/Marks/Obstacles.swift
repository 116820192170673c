/// Where a plot's lines and dots are, so that names of other lines can stand beside them.
struct Obstacles: Sendable {
  private var lines: [[Point]] = []
  private var dots: [Point] = []

  init() {}

  init(of marks: [any Mark], in frame: Frame) throws(PlotError) {
    for mark in marks {
      if let line = mark as? Line {
        lines += try frame.items(of: line).bySeries.map { $0.compactMap(\.point) }
      } else if let dot = mark as? Dot {
        dots += try frame.items(of: dot).compactMap(\.point)
      }
    }
  }

  /// 2 if a line runs through `box`, 1 if only a dot lies in it or within 3 pixels of it, else 0.
  func nuisance(_ box: Rect) -> Int {
    let isCrossed = lines.contains { line in
      zip(line, line.dropFirst()).contains { Self.crosses(from: $0, to: $1, box) }
    }
    if isCrossed { return 2 }
    let reach = box.inset(Edges(top: -3, right: -3, bottom: -3, left: -3))
    return dots.contains { reach.holds($0) } ? 1 : 0
  }

  /// Whether a part of the segment is inside `box`: the segment is cut at each side in turn.
  private static func crosses(from a: Point, to b: Point, _ box: Rect) -> Bool {
    var (start, end) = (0.0, 1.0)
    for (from, step, low, high) in [
      (a.x, b.x - a.x, box.x, box.maxX), (a.y, b.y - a.y, box.y, box.maxY),
    ] {
      if step == 0 {
        guard from >= low, from <= high else { return false }
      } else {
        let (one, other) = ((low - from) / step, (high - from) / step)
        start = max(start, min(one, other))
        end = min(end, max(one, other))
      }
    }
    return start <= end
  }
}
