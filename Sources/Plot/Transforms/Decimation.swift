/// Reduces points without changing the picture.
package enum Decimation {
  /// At most about `limit` of `points`: in each of `limit / 4` runs the first, the lowest, the
  /// highest and the last stay, so no peak is lost.
  package static func line(_ points: [Point], limit: Int) -> [Point] {
    guard points.count > max(limit, 8) else { return points }
    let runs = max(limit / 4, 2)
    let length = Double(points.count) / Double(runs)
    return (0..<runs).flatMap { run -> [Point] in
      let start = Int(Double(run) * length)
      let end = min(Int(Double(run + 1) * length), points.count)
      guard start < end else { return [] }
      let range = start..<end
      let low = range.min { points[$0].y < points[$1].y } ?? start
      let high = range.max { points[$0].y < points[$1].y } ?? start
      return Set([start, low, high, end - 1]).sorted().map { points[$0] }
    }
  }
}
