internal import CToyEngine

/// One thread's working memory, and the computation of one chunk of samples.
///
/// `@unchecked Sendable`: it is made on one thread and then used by only one other thread.
final class ChunkWorker: @unchecked Sendable {
  private let instance: Instance
  private let kernels: EngineKernels
  private let memory: Memory
  private let importance: AlignedFloats

  private enum Memory {
    case samples(ChunkMemory)
    case lists(GramSamples, GramMemory)
  }

  init(_ instance: Instance, kernels: EngineKernels) {
    self.instance = instance
    self.kernels = kernels
    let samples = min(instance.chunk, instance.batch)
    let n = instance.layout.features
    let m = instance.layout.hidden
    importance = AlignedFloats(instance.importance)
    memory =
      instance.gram.map { gram in
        .lists(gram, GramMemory(features: n, hidden: m, samples: samples, drawnAsLists: gram.drawsLists))
      }
      ?? .samples(
        ChunkMemory(
          features: n, hidden: m, samples: samples, sparseInputs: instance.hasSparseInputs))
  }

  /// The chunk's gradients, summed over samples and features, into `gradients` (laid out as the
  /// parameters are); returns the loss, summed in the same way.
  func gradients(
    chunk index: Int, step: Int, purpose: RandomPurpose, parameters: UnsafePointer<Float>,
    into gradients: UnsafeMutablePointer<Float>, objective: Objective
  ) -> Double {
    // All instances of a seed are compared on the same samples, so that chance favours none.
    let key = purpose == .evaluation ? instance.key.shared : instance.key
    let stream = key.stream(purpose, step: step)
    var model = model(parameters)
    var sums = sums(gradients)
    switch memory {
    case .lists(let gram, let memory):
      let (samples, zeros) = gram.draw(
        first: index * instance.chunk, count: instance.samples(inChunk: index), key: key, stream: stream, into: memory,
        kernels: kernels)
      kernels.gramGradients(&model, &memory.lists, samples, zeros, &memory.scratch, &sums)
    case .samples(let memory):
      let chunk = samples(chunk: index, key, stream, into: memory.x)
      if let loss = objective.sampleLoss {
        return custom(loss, chunk, instance.samples(inChunk: index), &model, memory, &sums)
      }
      var scratch = memory.scratch
      kernels.gradients(&model, chunk.x, chunk.blocks, chunk.zeroSamples, &scratch, &sums)
    }
    return Double(sums.loss)
  }

  private func samples(
    chunk index: Int, _ key: RandomKey, _ stream: EngineStream, into x: AlignedFloats
  ) -> Chunk {
    instance.plan.chunk(
      first: index * instance.chunk, count: instance.samples(inChunk: index), key: key,
      stream: stream, into: x, kernels: kernels)
  }

  private func model(_ parameters: UnsafePointer<Float>) -> EngineModel {
    instance.engineModel(parameters, importance: importance.pointer)
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
    _ memory: ChunkMemory, _ sums: inout EngineSums
  ) -> Double {
    let n = instance.layout.features
    let hidden = memory.hidden.pointer
    let delta = memory.delta.pointer
    kernels.forward(&model, chunk.x, chunk.blocks, hidden, delta)
    var total = 0.0
    var biasSums = [Double](repeating: 0, count: n)
    for sample in 0..<Int(chunk.blocks) * 16 {
      let at = sample / 16 * n * 16 + sample % 16
      var gradient = [Float](repeating: 0, count: n)
      if sample < samples {
        let input = (0..<n).map { chunk.x[at + $0 * 16] }
        let output = (0..<n).map { delta[at + $0 * 16] }
        let target = model.absoluteTarget ? input.map(abs) : input
        total += Double(loss(target, output, &gradient))
        if model.outputReLU { for f in 0..<n where output[f] <= 0 { gradient[f] = 0 } }
      }
      for f in 0..<n {
        delta[at + f * 16] = gradient[f]
        biasSums[f] += Double(gradient[f])
      }
    }
    var scratch = memory.scratch
    kernels.backward(&model, chunk.x, chunk.blocks, &scratch, &sums)
    for f in 0..<n { sums.bias[f] = Float(biasSums[f]) }
    return total + Double(kernels.hiddenPenalty(&model, chunk.blocks, hidden))
  }
}
