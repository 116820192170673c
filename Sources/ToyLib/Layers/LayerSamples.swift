internal import CToyEngine

/// The samples of a layered model's chunks, and how much each counts.
final class LayerSamples {
  let plan: SamplingPlan
  private let kernels: EngineKernels
  private let x: AlignedFloats
  private let weights: AlignedFloats

  /// Samples in blocks: x[block][input][16], and a weight for each sample.
  struct Blocks {
    let x: UnsafePointer<Float>
    let count: Int
    let weights: UnsafePointer<Float>
  }

  init(_ plan: SamplingPlan, chunk: Int, kernels: EngineKernels) {
    self.plan = plan
    self.kernels = kernels
    let blocks = (chunk + 15) / 16 + 1
    x = AlignedFloats(count: blocks * plan.features * 16)
    weights = AlignedFloats(repeating: 1, count: blocks * 16)
  }

  /// Samples `first ..< first + count` of a step.
  ///
  /// All samples without a present input are the same, so one that is computed counts for all of
  /// them; lanes that fill the last block up do not count.
  func draw(first: Int, count: Int, key: RandomKey, stream: EngineStream) -> Blocks {
    let chunk = plan.chunk(
      first: first, count: count, key: key, stream: stream, into: x, kernels: kernels)
    var blocks = Int(chunk.blocks)
    let zeros = Int(chunk.zeroSamples)
    weights.pointer.update(repeating: 1, count: weights.count)
    if zeros < 0 {
      for lane in blocks * 16 + zeros..<blocks * 16 { weights.pointer[lane] = 0 }
    } else if zeros > 0 {
      if blocks > 0 && isZero(lane: 15, of: blocks - 1) {
        weights.pointer[blocks * 16 - 1] = Float(1 + zeros)
      } else {
        let size = plan.features * 16
        (x.pointer + blocks * size).update(repeating: 0, count: size)
        weights.pointer[blocks * 16] = Float(zeros)
        for lane in 1..<16 { weights.pointer[blocks * 16 + lane] = 0 }
        blocks += 1
      }
    }
    return Blocks(x: chunk.x, count: blocks, weights: UnsafePointer(weights.pointer))
  }

  private func isZero(lane: Int, of block: Int) -> Bool {
    let first = x.pointer + block * plan.features * 16 + lane
    return (0..<plan.features).allSatisfy { first[$0 * 16] == 0 }
  }
}
