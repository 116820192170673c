/// Which points of a sweep one process runs.
package enum SweepSelection: Sendable, Hashable {
  case all
  /// Every `count`-th point from number `index`, because neighbours often take equally long.
  case share(index: Int, count: Int)
  case numbers([ClosedRange<Int>])

  /// Reads `all`, `1/4` (the second of four shares) or `0-3,7`.
  ///
  /// - Throws: ``SweepError`` for another text.
  package init(_ text: String) throws {
    if text == "all" {
      self = .all
    } else if text.contains("/") {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 2, let index = parts[0], let count = parts[1], count > 0, (0..<count).contains(index) else {
        throw SweepError.share(text)
      }
      self = .share(index: index, count: count)
    } else {
      self = .numbers(
        try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
          let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
          guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last else {
            throw SweepError.numbers(text)
          }
          return first...last
        })
    }
  }

  package var text: String {
    switch self {
    case .all: "all"
    case .share(let index, let count): "\(index)/\(count)"
    case .numbers(let ranges):
      ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    }
  }

  /// - Throws: ``SweepError`` for a number that no point has.
  package func points(of sweep: Sweep) throws -> [SweepPoint] {
    switch self {
    case .all: sweep.points
    case .share(let index, let count):
      stride(from: index, to: sweep.points.count, by: count).map { sweep.points[$0] }
    case .numbers(let ranges):
      try ranges.flatMap { range in
        // The ends first: a range may be much larger than the sweep.
        _ = try (sweep.point(range.lowerBound), sweep.point(range.upperBound))
        return sweep.points[range]
      }
    }
  }
}
