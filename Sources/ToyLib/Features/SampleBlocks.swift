internal import CToyEngine

/// A sampler's samples in batches, in the engine's layout. For other targets that train with their
/// own loops.
///
/// Memory is reused: the result of `batch(step:purpose:)` is valid until the next call.
package final class SampleBlocks {
  /// Samples of one step.
  package struct Batch {
    /// Shape [blocks, features]; each element holds sixteen samples.
    package let lanes: UnsafePointer<SIMD16<Float>>
    package let blocks: Int
    /// The number of samples of zeros to count in addition to `lanes`; negative if `lanes` has too
    /// many.
    package let zeroSamples: Float
  }

  package let features: Int
  /// Samples in a batch: the requested number, or all samples of a fixed data set.
  package let count: Int
  private let plan: SamplingPlan
  private let key: RandomKey
  private let kernels: EngineKernels
  private let buffer: AlignedFloats

  /// Throws `ToyLibError` for an invalid sampler or size.
  package init(_ sampler: any FeatureSampler, batch: Int, key: RandomKey) throws {
    try require(batch >= 1 && batch <= 1 << 20, "batch", batch, "between 1 and 2^20")
    try sampler.validate()
    try sampler.samplingMethod.validate(count: sampler.count)
    plan = SamplingPlan(sampler)
    features = sampler.count
    if case .fixed(_, let samples) = plan.kind { count = samples } else { count = batch }
    self.key = key
    kernels = VectorUnits.preferred.kernels
    buffer = AlignedFloats(count: (count + 15) / 16 * features * 16)
  }

  /// The samples of `step`.
  package func batch(step: Int, purpose: RandomPurpose = .training) -> Batch {
    let chunk = plan.chunk(
      first: 0, count: count, key: key, stream: key.stream(purpose, step: step), into: buffer,
      kernels: kernels)
    let lanes = UnsafeRawPointer(chunk.x).assumingMemoryBound(to: SIMD16<Float>.self)
    return Batch(lanes: lanes, blocks: Int(chunk.blocks), zeroSamples: chunk.zeroSamples)
  }
}
