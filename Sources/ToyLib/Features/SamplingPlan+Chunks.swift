internal import CToyEngine

/// A chunk of samples, ready for the inner loops.
struct Chunk {
  let x: UnsafePointer<Float>
  let blocks: Int32
  /// The number of samples of zeros to count in addition to `x`; negative if `x` has too many.
  let zeroSamples: Float
}

extension SamplingPlan {
  /// Samples `first ..< first + count` of a step; `first` is a multiple of 64. `buffer` must have
  /// room for them, unless the samples are fixed.
  func chunk(
    first: Int, count: Int, key: RandomKey, stream: EngineStream, into buffer: AlignedFloats,
    kernels: EngineKernels
  ) -> Chunk {
    let block = Int64(first / 16)
    let samples = Int32(count)
    let x = buffer.pointer
    switch kind {
    case .independent(let density, let scale, let offset):
      var features = EngineIndependent(
        features: Int32(self.features), offset: offset, skipZeroSamples: skipsZeros,
        density: density.pointer, scale: scale.pointer)
      return chunk(x, kernels.independent(&features, stream, block, samples, x), count)
    case .grouped(let groups):
      return chunk(x, groups.fill(self, stream, block, samples, x, kernels), count)
    case .fixed(let blocks, _):
      return chunk(
        blocks.pointer + first * features, Int32((count + 15) / 16), count)
    case .blocks(let sampler):
      sampler.fill(x, first: first, count: count, stream: stream, kernels: kernels)
      return chunk(x, Int32((count + 15) / 16), count)
    case .custom(let sampler):
      fill(x, first, count, sampler, key, stream)
      return chunk(x, Int32((count + 15) / 16), count)
    }
  }

  private func chunk(_ x: UnsafePointer<Float>, _ blocks: Int32, _ samples: Int) -> Chunk {
    Chunk(x: x, blocks: blocks, zeroSamples: Float(samples - Int(blocks) * 16))
  }

  /// Each sample has its own random numbers, so chunks are independent.
  private func fill(
    _ x: UnsafeMutablePointer<Float>, _ first: Int, _ count: Int, _ sampler: any FeatureSampler,
    _ key: RandomKey, _ stream: EngineStream
  ) {
    for sample in 0..<(count + 15) / 16 * 16 {
      var values = [Float](repeating: 0, count: features)
      if sample < count {
        var random = RandomSource(
          key: key, purpose: RandomPurpose(rawValue: stream.stream) ?? .training,
          step: Int(stream.step), sample: first + sample)
        values = sampler.drawn(using: &random)
      }
      for (f, value) in values.enumerated() {
        x[(sample / 16 * features + f) * 16 + sample % 16] = value
      }
    }
  }
}

extension SamplingPlan.Groups {
  fileprivate func fill(
    _ plan: SamplingPlan, _ stream: EngineStream, _ block: Int64, _ samples: Int32,
    _ x: UnsafeMutablePointer<Float>, _ kernels: EngineKernels
  ) -> Int32 {
    group.withUnsafeBufferPointer { group in
      low.withUnsafeBufferPointer { low in
        high.withUnsafeBufferPointer { high in
          guard let g = group.baseAddress, let l = low.baseAddress, let h = high.baseAddress
          else { return 0 }
          var features = EngineGrouped(
            features: Int32(plan.features), groups: Int32(count), magnitude: magnitude.engine,
            skipZeroSamples: plan.skipsZeros, group: g, low: l, high: h)
          return kernels.grouped(&features, stream, block, samples, x)
        }
      }
    }
  }
}

extension Magnitude {
  fileprivate var engine: EngineMagnitude {
    let (scale, offset) = line ?? (0, 0)
    return EngineMagnitude(
      scale: scale, offset: offset, normal: line == nil, absolute: self == .halfNormal)
  }
}
