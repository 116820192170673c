/// Sixteen samples.
typealias Lanes = SIMD16<Float>
typealias LanePointer = UnsafeMutablePointer<Lanes>

/// Memory for numbers of sixteen samples each, freed with the object. It begins at a 64-byte boundary, as the
/// engine needs it; Swift's own alignment of these vectors is 16 bytes.
final class LaneMemory {
  let pointer: LanePointer

  init(_ count: Int) {
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Lanes>.stride, alignment: 64)
    pointer = raw.initializeMemory(as: Lanes.self, repeating: Lanes(), count: max(1, count))
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }
}

/// Products of a matrix of weights [rows][columns] with values [units][blocks]. Every product and every
/// sum is rounded, in one order, so the bits are the same on every machine.
struct LaneMatrix {
  let weights: UnsafePointer<Float>
  let rows: Int
  let columns: Int

  /// out = W x
  func times(_ x: LanePointer, _ blocks: Int, into out: LanePointer) {
    for r in 0..<rows {
      for b in 0..<blocks {
        var sum = Lanes()
        for c in 0..<columns { sum += x[c * blocks + b] * weights[r * columns + c] }
        out[r * blocks + b] = sum
      }
    }
  }

  /// out = Wᵀ y, added to what is in `out` where `adds`.
  func transposedTimes(_ y: LanePointer, _ blocks: Int, into out: LanePointer, adds: Bool = false) {
    for c in 0..<columns {
      for b in 0..<blocks {
        var sum = adds ? out[c * blocks + b] : Lanes()
        for r in 0..<rows { sum += y[r * blocks + b] * weights[r * columns + c] }
        out[c * blocks + b] = sum
      }
    }
  }

  /// sums += Σ over samples of y xᵀ.
  func addOuter(_ y: LanePointer, _ x: LanePointer, _ blocks: Int, into sums: UnsafeMutablePointer<Float>) {
    for r in 0..<rows {
      for c in 0..<columns {
        var sum = Lanes()
        for b in 0..<blocks { sum += y[r * blocks + b] * x[c * blocks + b] }
        sums[r * columns + c] += sum.total
      }
    }
  }
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
