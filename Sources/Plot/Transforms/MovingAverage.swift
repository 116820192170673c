extension [Double] {
  /// Each value replaced by the mean of the `window` values around it, fewer at the ends.
  ///
  /// Values that are not finite are excluded from the means. A window of 1 or less changes nothing.
  /// O(n).
  public func smoothed(window: Int) -> [Double] {
    let reach = Swift.max(window, 1) / 2
    guard reach > 0 else { return self }
    // Sums from the start make every window a difference of two.
    var sums = [0.0]
    var counts = [0]
    for value in self {
      sums.append(sums[sums.count - 1] + (value.isFinite ? value : 0))
      counts.append(counts[counts.count - 1] + (value.isFinite ? 1 : 0))
    }
    return indices.map { index in
      let low = Swift.max(index - reach, 0)
      let high = Swift.min(index + reach + 1, count)
      let finite = counts[high] - counts[low]
      return finite > 0 ? (sums[high] - sums[low]) / Double(finite) : .nan
    }
  }
}
