internal import CToyEngine

/// A sampler that draws sixteen samples at once: the same numbers as one by one.
protocol BlockSampler: FeatureSampler {
  /// Independent normal variables with which each sample begins.
  var noiseCount: Int { get }

  /// Adds sixteen samples to zeros, shape [features][16]: those whose bits are set in `lanes`.
  func sample(into x: UnsafeMutablePointer<Float>, lanes: UInt16, using random: BlockRandom)
}

extension BlockSampler {
  /// Samples `first ..< first + count` of a stream into `x`, shape [blocks][features][16]; `first` is a multiple of 16.
  /// The last block is filled up with samples of zeros.
  func fill(
    _ x: UnsafeMutablePointer<Float>, first: Int, count: Int, stream: EngineStream, kernels: EngineKernels
  ) {
    let random = BlockRandom(stream, noise: noiseCount, kernels: kernels)
    for sample in stride(from: 0, to: count, by: 16) {
      let block = x + sample * self.count
      block.update(repeating: 0, count: 16 * self.count)
      random.begin(first + sample, end: first + count)
      let lanes: UInt16 = count - sample < 16 ? (1 << UInt16(count - sample)) - 1 : .max
      self.sample(into: block, lanes: lanes, using: random)
    }
  }

  /// Shape [samples, features].
  func matrix(_ count: Int, key: RandomKey, purpose: RandomPurpose) -> Matrix {
    let features = self.count
    let blocks = AlignedFloats(uninitialized: (count + 15) / 16 * features * 16)
    fill(
      blocks.pointer, first: 0, count: count, stream: key.stream(purpose, step: 0),
      kernels: VectorUnits.preferred.kernels)
    return Matrix(rows: count, columns: features) { blocks.pointer[($0 / 16 * features + $1) * 16 + $0 % 16] }
  }
}
