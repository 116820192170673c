/// The smallest convex outline around points.
package enum ConvexHull {
  /// The corners in order; all of `points` when there are fewer than three. O(n log n).
  ///
  /// Andrew's monotone chain.
  package static func around(_ points: [Point]) -> [Point] {
    let sorted = Set(points).sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    guard sorted.count > 2 else { return sorted }
    let lower = chain(sorted)
    let upper = chain(sorted.reversed())
    return lower.dropLast() + upper.dropLast()
  }

  private static func chain(_ points: [Point]) -> [Point] {
    var result: [Point] = []
    for point in points {
      while result.count >= 2,
        cross(result[result.count - 2], result[result.count - 1], point) <= 0
      {
        result.removeLast()
      }
      result.append(point)
    }
    return result
  }

  private static func cross(_ o: Point, _ a: Point, _ b: Point) -> Double {
    (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x)
  }
}
