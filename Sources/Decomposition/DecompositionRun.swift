internal import ToyLib

/// One decomposition during training.
final class DecompositionRun {
  private var decomposition: Decomposition
  private let training: DecompositionTraining
  private let key: RandomKey
  private let samples: SampleBlocks
  private let masks: SampleBlocks
  private let pass: DecompositionPass

  init(
    _ decomposition: Decomposition, on features: any FeatureSampler, key: RandomKey,
    training: DecompositionTraining
  ) throws {
    self.decomposition = decomposition
    self.training = training
    self.key = key
    samples = try SampleBlocks(features, batch: training.batch, key: key)
    // Uniform numbers: features that are always present. One block more, for the samples of zeros.
    masks = try SampleBlocks(
      SparseFeatures(count: DecompositionPass.masks(of: decomposition.layout), density: 1),
      batch: samples.count + 16, key: key)
    pass = DecompositionPass(decomposition, penalty: training.penalty, power: training.power)
  }

  /// Trains to the last step. Throws `CancellationError` when `Cancellation` is requested.
  func trained() throws -> TrainedDecomposition {
    let history = try training.train(&decomposition.parameters, loss: loss)
    return TrainedDecomposition(
      decomposition: decomposition, seed: key.seed, instance: key.instance,
      history: history.map { DecompositionRecord(step: $0.step, loss: $0.loss) })
  }

  private func loss(_ step: Int, _ parameters: [Float], _ gradient: inout [Float]) -> DecompositionLoss {
    pass.begin(parameters)
    let batch = samples.batch(step: step)
    let random = masks.batch(step: step, purpose: .samples)
    let ones = Array(repeating: Lanes(repeating: 1), count: DecompositionPass.blocks)
    for first in stride(from: 0, to: batch.blocks, by: DecompositionPass.blocks) {
      let count = min(DecompositionPass.blocks, batch.blocks - first)
      pass.enter(batch.lanes + first * samples.features, blocks: count)
      pass.add(random: random.lanes + first * masks.features, weights: ones)
    }
    if batch.zeroSamples != 0 {
      var weight = Lanes()
      weight[0] = batch.zeroSamples
      let zeros = LaneMemory(samples.features)
      pass.enter(zeros.pointer, blocks: 1)
      pass.add(random: random.lanes + batch.blocks * masks.features, weights: [weight])
    }
    return pass.finish(count: Float(samples.count), gradient: &gradient)
  }
}
