internal import Engine

/// One thread's working memory, and what it does with a chunk of samples.
///
/// `@unchecked Sendable`: made on one thread and then used by one other.
final class ChunkWorker: @unchecked Sendable {
  private let instance: Instance
  private let kernels: EngineKernels
  private let x: AlignedFloats
  private let hidden: AlignedFloats, hiddenDelta: AlignedFloats, delta: AlignedFloats
  private let packed: AlignedFloats, biasLanes: AlignedFloats
  /// For sparse inputs only, as `EngineScratch` says.
  private let sparse: AlignedFloats, rows: AlignedFloats, counts: AlignedFloats
  private let index: AlignedFloats, open: AlignedFloats
  private let importance: AlignedFloats

  init(_ instance: Instance, kernels: EngineKernels) {
    self.instance = instance
    self.kernels = kernels
    let blocks = (min(instance.chunk, instance.batch) + 15) / 16
    let n = instance.layout.features
    let m = instance.layout.hidden
    x = AlignedFloats(count: blocks * n * 16)
    delta = AlignedFloats(count: blocks * n * 16)
    hidden = AlignedFloats(count: blocks * m * 16)
    hiddenDelta = AlignedFloats(count: blocks * m * 16)
    packed = AlignedFloats(count: n * m)
    biasLanes = AlignedFloats(count: n * 16)
    importance = AlignedFloats(instance.importance)
    let isSparse = instance.hasSparseInputs
    sparse = AlignedFloats(count: isSparse ? 2 * n * (blocks * 16 + 16) : 0)
    rows = AlignedFloats(count: isSparse ? blocks * 16 * ((m + 15) / 16 * 16) : 0)
    counts = AlignedFloats(count: isSparse ? n : 0)
    index = AlignedFloats(count: isSparse ? n : 0)
    open = AlignedFloats(count: isSparse ? 2 * n : 0)
  }

  private var scratch: EngineScratch {
    EngineScratch(
      hidden: hidden.pointer, hiddenDelta: hiddenDelta.pointer, delta: delta.pointer,
      packed: packed.pointer, biasLanes: biasLanes.pointer, sparse: sparse.pointer,
      rows: rows.pointer, counts: counts.memory(), index: index.memory(), open: open.memory())
  }

  /// The chunk's gradients, summed over samples and features, into `gradients` (laid out as the
  /// parameters are); returns its loss, summed likewise.
  func gradients(
    chunk index: Int, step: Int, purpose: RandomPurpose, parameters: UnsafePointer<Float>,
    into gradients: UnsafeMutablePointer<Float>, objective: Objective
  ) -> Double {
    // All instances of a seed are compared on the same samples: chance favours none of them.
    let key = purpose == .evaluation ? instance.key.shared : instance.key
    let chunk = samples(chunk: index, key, step: step, purpose: purpose)
    var model = model(parameters)
    var scratch = scratch
    var sums = sums(gradients)
    if let loss = objective.sampleLoss {
      return custom(loss, chunk, instance.samples(inChunk: index), &model, &scratch, &sums)
    }
    kernels.gradients(&model, chunk.x, chunk.blocks, chunk.zeroSamples, &scratch, &sums)
    return Double(sums.loss)
  }

  private func samples(
    chunk index: Int, _ key: RandomKey, step: Int, purpose: RandomPurpose
  ) -> Chunk {
    instance.plan.chunk(
      first: index * instance.chunk, count: instance.samples(inChunk: index), key: key,
      stream: key.stream(purpose, step: step), into: x, kernels: kernels)
  }

  private func model(_ parameters: UnsafePointer<Float>) -> EngineModel {
    let a = instance.architecture
    let layout = instance.layout
    return EngineModel(
      features: Int32(layout.features), hidden: Int32(layout.hidden), tied: a.tied,
      hiddenReLU: a.hiddenActivation == .relu, outputReLU: a.outputActivation == .relu,
      absoluteTarget: a.target == .absoluteValue, sparseInputs: instance.hasSparseInputs,
      hiddenPenalty: Float(a.hiddenPenalty * Double(layout.features)), encoder: parameters,
      decoder: parameters + layout.outputOffset, bias: parameters + layout.biasOffset,
      importance: importance.pointer)
  }

  private func sums(_ gradients: UnsafeMutablePointer<Float>) -> EngineSums {
    let layout = instance.layout
    return EngineSums(
      encoder: gradients, decoder: layout.tied ? nil : gradients + layout.outputOffset,
      bias: gradients + layout.biasOffset, loss: 0)
  }

  /// The user's loss, sample by sample, between the forward and the backward loops.
  private func custom(
    _ loss: Objective.SampleLoss, _ chunk: Chunk, _ samples: Int, _ model: inout EngineModel,
    _ scratch: inout EngineScratch, _ sums: inout EngineSums
  ) -> Double {
    let n = instance.layout.features
    kernels.forward(&model, chunk.x, chunk.blocks, hidden.pointer, delta.pointer)
    var total = 0.0
    var biasSums = [Double](repeating: 0, count: n)
    for sample in 0..<Int(chunk.blocks) * 16 {
      let at = sample / 16 * n * 16 + sample % 16
      var gradient = [Float](repeating: 0, count: n)
      if sample < samples {
        let input = (0..<n).map { chunk.x[at + $0 * 16] }
        let output = (0..<n).map { delta.pointer[at + $0 * 16] }
        let target = model.absoluteTarget ? input.map(abs) : input
        total += Double(loss(target, output, &gradient))
        if model.outputReLU { for f in 0..<n where output[f] <= 0 { gradient[f] = 0 } }
      }
      for f in 0..<n {
        delta.pointer[at + f * 16] = gradient[f]
        biasSums[f] += Double(gradient[f])
      }
    }
    kernels.backward(&model, chunk.x, chunk.blocks, &scratch, &sums)
    for f in 0..<n { sums.bias[f] = Float(biasSums[f]) }
    return total + Double(kernels.hiddenPenalty(&model, chunk.blocks, hidden.pointer))
  }
}
