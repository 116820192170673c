/// Sixteen samples.
typealias Lanes = SIMD16<Float>

extension UnsafeMutablePointer<SIMD16<Float>> {
  /// Zeros at a 64-byte boundary, where products are fastest; freed with `deallocate()`.
  static func zeros(_ count: Int) -> Self {
    let raw = UnsafeMutableRawPointer.allocate(byteCount: 64 * Swift.max(1, count), alignment: 64)
    return raw.initializeMemory(as: SIMD16<Float>.self, repeating: SIMD16(), count: count)
  }
}

extension SIMD16<Float> {
  /// The pairwise sum of the lanes, in the same order on every machine.
  var total: Float {
    let eight = lowHalf + highHalf
    let four = eight.lowHalf + eight.highHalf
    return (four[0] + four[2]) + (four[1] + four[3])
  }
}
