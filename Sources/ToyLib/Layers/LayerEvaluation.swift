internal import CToyEngine

/// A layered network's loss on new samples.
struct LayerEvaluation {
  private let instance: LayerInstance
  private let kernels: EngineKernels

  /// The instance's batch is the number of samples.
  init(_ instance: LayerInstance, _ kernels: EngineKernels) {
    self.instance = instance
    self.kernels = kernels
  }

  /// Chunks are summed in double precision, and their means say how large the noise is. Throws if
  /// cancelled.
  func loss(_ parameters: [Float]) throws -> LossEstimate {
    let worker = instance.worker(kernels)
    let packed = AlignedFloats(parameters)
    // All instances of a seed are compared on the same samples, so that chance favours none.
    let key = instance.key.shared
    var total = 0.0
    var parts: [Double] = []
    worker.pass.use(packed, version: 0)
    for chunk in 0..<instance.chunks {
      if Cancellation.isRequested { throw CancellationError() }
      let count = instance.samples(inChunk: chunk)
      let blocks = worker.samples.draw(
        first: chunk * instance.chunk, count: count, key: key, stream: key.stream(.evaluation, step: 0))
      let sum = worker.pass.loss(blocks.x, blocks: blocks.count, weights: blocks.weights)
      total += sum
      if count == instance.chunk { parts.append(sum / Double(count)) }
    }
    let penalty = WeightPenalty(instance.model).loss(packed, kernels)
    let mean = total / Double(instance.batch) + penalty
    if case .fixed = instance.plan.kind { return LossEstimate(mean, standardError: 0) }
    guard parts.count > 1 else { return LossEstimate(mean, standardError: .nan) }
    return LossEstimate(mean, parts: parts.map { $0 + penalty })
  }
}
