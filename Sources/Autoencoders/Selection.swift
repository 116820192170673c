/// The largest of some numbers.
enum Selection {
  /// The limit that exactly `count` of `values` exceed, or fewer where several are equal to it: the next
  /// largest value, and 0 if no more than `count` are positive. Reorders `values`.
  static func limit(of values: inout [Float], above count: Int) -> Float {
    values.withUnsafeMutableBufferPointer { limit(of: $0, above: count) }
  }

  static func limit(of values: UnsafeMutableBufferPointer<Float>, above count: Int) -> Float {
    guard count < values.count else { return 0 }
    return max(0, descending(values, at: count))
  }

  /// The value at `index` of the values sorted in descending order. Hoare's quickselect.
  private static func descending(_ values: UnsafeMutableBufferPointer<Float>, at index: Int) -> Float {
    var (low, high) = (0, values.count - 1)
    while low < high {
      let pivot = values[(low + high) / 2]
      var (i, j) = (low, high)
      while i <= j {
        while values[i] > pivot { i += 1 }
        while values[j] < pivot { j -= 1 }
        if i <= j {
          values.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if index <= j { high = j } else if index >= i { low = i } else { break }
    }
    return values[index]
  }
}
