internal import CToyEngine

/// A network's loss on new samples, computed by the inner loops of training.
struct Evaluation {
  private let instance: Instance
  private let samples: Int
  private let kernels: EngineKernels

  init(_ instance: Instance, samples: Int, units: VectorUnits) {
    self.instance = instance
    self.samples = samples
    kernels = units.kernels
  }

  /// Mean over samples and features. Equal seeds give equal samples. Throws if cancelled.
  func loss(_ parameters: [Float]) throws(CancellationError) -> Double {
    let worker = ChunkWorker(instance, kernels: kernels)
    let weights = AlignedFloats(parameters)
    let unused = AlignedFloats(count: parameters.count)
    var total = 0.0
    for round in 0..<rounds {
      for chunk in 0..<instance.chunks {
        if Cancellation.isRequested { throw CancellationError() }
        total += worker.gradients(
          chunk: chunk, step: round, purpose: .evaluation, parameters: weights.pointer,
          into: unused.pointer, objective: .squaredError)
      }
    }
    return total / Double(rounds * instance.batch * instance.layout.features)
  }

  /// Whole batches; a fixed data set is evaluated once, exactly.
  private var rounds: Int {
    if case .fixed = instance.plan.kind { return 1 }
    return (samples + instance.batch - 1) / instance.batch
  }
}
