/// Which of many numbers of 0 or more are the largest ones.
struct LargestValues {
  /// The smallest of them; 0 if fewer numbers than wanted are positive.
  let limit: Float
  /// How many of the numbers that equal the limit belong to them.
  let ties: Int

  /// Finds the limit of the `wanted` largest numbers (1 or more) by its bits, eleven at a time: the bits of numbers of
  /// 0 or more are in the numbers' order.
  init(_ wanted: Int, of values: UnsafePointer<Float>, count: Int) {
    var left = wanted
    var prefix: UInt32 = 0
    for (shift, width) in wanted < count ? [(21, 11), (10, 11), (0, 10)] : [] {
      var counts = [Int](repeating: 0, count: 1 << width)
      for i in 0..<count {
        let bits = values[i].bitPattern
        if UInt64(bits) >> (shift + width) == UInt64(prefix) >> (shift + width) {
          counts[Int(bits >> shift) & ((1 << width) - 1)] += 1
        }
      }
      var digit = counts.count - 1
      while digit > 0 && counts[digit] < left {
        left -= counts[digit]
        digit -= 1
      }
      prefix |= UInt32(digit) << shift
    }
    limit = Float(bitPattern: prefix)
    ties = left
  }

  /// Writes 1 for each of them that is positive, else 0. Of equal numbers the first ones belong to them.
  func mark(_ values: UnsafePointer<Float>, count: Int, into marks: UnsafeMutablePointer<Float>) {
    var left = limit > 0 ? ties : 0
    for i in 0..<count {
      let isTie = values[i] == limit && left > 0
      if isTie { left -= 1 }
      marks[i] = values[i] > limit || isTie ? 1 : 0
    }
  }
}
