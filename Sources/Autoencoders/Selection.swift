/// The largest of some numbers.
enum Selection {
  /// The limit that exactly `count` of `values` exceed, or fewer where several are equal to it: the next
  /// largest value, and 0 if no more than `count` are positive. Reorders `values`.
  static func limit(of values: inout [Float], above count: Int) -> Float {
    values.withUnsafeMutableBufferPointer { limit(of: $0, above: count) }
  }

  static func limit(of values: UnsafeMutableBufferPointer<Float>, above count: Int) -> Float {
    guard count < values.count else { return 0 }
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: values.count) { other in
      guard let first = values.baseAddress, let second = other.baseAddress else { return 0 }
      return max(0, descending(first, values.count, at: count, second))
    }
  }

  /// The value at `index` of the values sorted in descending order. Quickselect without branches: what is above the pivot
  /// goes to the front of the other memory and what is below to its back, and the part with the index is divided again.
  private static func descending(
    _ values: UnsafeMutablePointer<Float>, _ count: Int, at index: Int, _ other: UnsafeMutablePointer<Float>
  ) -> Float {
    var (from, to, count, index) = (values, other, count, index)
    while true {
      let pivot = middle(from[0], from[count / 2], from[count - 1])
      var (front, back) = (0, count - 1)
      for i in 0..<count {
        let value = from[i]
        to[front] = value
        to[back] = value
        front += value > pivot ? 1 : 0
        back -= value < pivot ? 1 : 0
      }
      if index >= front && index <= back { return pivot }
      let part = index < front ? 0 : back + 1
      (from, to) = (to + part, from + part)
      count = index < front ? front : count - part
      index -= part
    }
  }

  private static func middle(_ a: Float, _ b: Float, _ c: Float) -> Float {
    max(min(a, b), min(max(a, b), c))
  }
}
