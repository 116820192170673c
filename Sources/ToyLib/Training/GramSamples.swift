internal import CToyEngine

/// Samples as the loops with the Gram matrix read them: lists of present features.
struct GramSamples: Sendable {
  private let plan: SamplingPlan
  /// The features, if they are drawn as lists.
  private let listed: ListedFeatures?

  init(_ features: any FeatureSampler) {
    listed = ListedFeatures(features)
    // The loops skip samples of zeros themselves.
    plan = SamplingPlan(features, skippingZeros: false)
  }

  var drawsLists: Bool { listed != nil }

  /// Whether the Gram matrix costs less than the ordinary products: with less than one present
  /// feature per two hidden units, in batches large enough for a matrix [features, features]. Like
  /// everything that affects the order of a sum, it depends only on the sizes and the data's
  /// density.
  static func areWorthwhile(_ features: any FeatureSampler, hidden: Int, batch: Int) -> Bool {
    let n = features.count
    let density = features.samplingMethod.density(count: n)
    return (32...1024).contains(n) && n <= batch && density * Double(n) <= Double(hidden) / 2 && density <= 1.0 / 8
  }

  /// Samples in a chunk: a Gram matrix is computed for each and pays off with many samples.
  static func chunk(features: Int) -> Int { features <= 128 ? 512 : 1024 }

  /// Lists samples `first ..< first + count` of a step; `first` is a multiple of 64.
  ///
  /// - Returns: The number of listed samples, and of samples of zeros in addition.
  func draw(
    first: Int, count: Int, key: RandomKey, stream: EngineStream, into memory: GramMemory, kernels: EngineKernels
  ) -> (samples: Int32, zeroSamples: Float) {
    if let listed {
      listed.draw(first: first, samples: count, stream: stream, into: &memory.lists, kernels: kernels)
      return (Int32(count), 0)
    }
    let chunk = plan.chunk(first: first, count: count, key: key, stream: stream, into: memory.x, kernels: kernels)
    kernels.listBlocks(chunk.x, Int32(plan.features), chunk.blocks, &memory.lists)
    return (chunk.blocks * 16, chunk.zeroSamples)
  }
}
