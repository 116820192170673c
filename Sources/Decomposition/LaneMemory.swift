/// Sixteen samples.
typealias Lanes = SIMD16<Float>
typealias LanePointer = UnsafeMutablePointer<Lanes>

/// Memory for numbers of sixteen samples each, freed with the object. It begins at a 64-byte boundary, where
/// the engine is fastest; Swift's own alignment of these vectors is 16 bytes.
final class LaneMemory {
  let pointer: LanePointer

  init(_ count: Int) {
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Lanes>.stride, alignment: 64)
    pointer = raw.initializeMemory(as: Lanes.self, repeating: Lanes(), count: max(1, count))
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }
}

extension SIMD16<Float> {
  /// The pairwise sum of the lanes, in the same order on every machine.
  var total: Float {
    let eight = lowHalf + highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
}
